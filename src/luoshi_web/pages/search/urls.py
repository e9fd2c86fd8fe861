"""/search/"""

from django.urls import path

from luoshi_web.pages.search import views

urlpatterns = [path("", views.search, name="search")]
