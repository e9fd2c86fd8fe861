"""/calendar/ /calendar/<secret>.ics"""

from django.urls import path

from luoshi_web.pages.calendar import views

urlpatterns = [
    path("", views.calendars, name="calendars"),
    path("<str:secret>.ics", views.calendar, name="calendar"),
]
