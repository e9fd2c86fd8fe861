"""/reports/periods/ /reports/burden/"""

from django.urls import path

from luoshi_web.pages.month import burden, periods

urlpatterns = [
    path("periods/", periods.periods, name="periods"),
    path("burden/", burden.burden, name="burden"),
]
