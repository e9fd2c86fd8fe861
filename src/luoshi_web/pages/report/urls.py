"""/reports/"""

from django.urls import path

from luoshi_web.pages.report import views

urlpatterns = [path("", views.reports, name="reports")]
