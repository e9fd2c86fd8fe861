"""/registers/<register>/<key>/"""

from django.urls import path

from luoshi_web.pages.item import views

urlpatterns = [path("<slug:register>/<str:key>/", views.item, name="item")]
