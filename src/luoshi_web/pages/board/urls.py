"""/board/ and what its numbers open to."""

from django.urls import path

from luoshi_web.pages.board import views

urlpatterns = [
    path("", views.board, name="board"),
    path("lights/", views.lights, name="lights"),
    path("drill/<slug:register>/<slug:measure>/", views.drill, name="drill"),
]
