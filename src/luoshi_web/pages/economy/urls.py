"""/economy/"""

from django.urls import path

from luoshi_web.pages.economy import views

urlpatterns = [
    path("", views.indicators, name="economy"),
    path("sdmx.csv", views.sdmx, name="sdmx"),
    path("<str:indicator>/", views.indicator, name="indicator"),
    path("<str:indicator>/outlook/", views.outlook, name="outlook"),
]
