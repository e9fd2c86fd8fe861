"""/people/"""

from django.urls import path

from luoshi_web.pages.people import views

urlpatterns = [path("", views.people, name="people")]
