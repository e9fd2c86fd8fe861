"""/registers/<register>/ and the form for a new item."""

from django.urls import path

from luoshi_web.pages.register import views

urlpatterns = [
    path("<slug:register>/", views.register, name="register"),
    path("<slug:register>/new/", views.new, name="new_item"),
]
