"""/api/"""

from django.urls import path

from luoshi_web.pages.api import views

urlpatterns = [path("", views.api, name="api")]
