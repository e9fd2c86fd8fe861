"""/reports/periods/"""

from django.urls import path

from luoshi_web.pages.month import periods

urlpatterns = [path("periods/", periods.periods, name="periods")]
