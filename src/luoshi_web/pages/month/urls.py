"""/reports/periods/ /reports/burden/ /reports/form/ /reports/sheets/"""

from django.urls import path

from luoshi_web.pages.month import burden, periods, sheets

urlpatterns = [
    path("periods/", periods.periods, name="periods"),
    path("burden/", burden.burden, name="burden"),
    path("form/<str:register>.xlsx", sheets.form, name="form"),
    path("sheets/", sheets.uploads, name="sheets"),
    path("sheets/<str:sha>/<str:register>/", sheets.sheet, name="sheet"),
]
