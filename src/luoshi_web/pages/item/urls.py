"""/registers/<register>/<key>/"""

from django.urls import path

from luoshi_web.pages.item import views

urlpatterns = [
    path("<slug:register>/<str:key>/", views.item, name="item"),
    path("<slug:register>/<str:key>/<int:seq>.json", views.entry_proof, name="entry_proof"),
]
