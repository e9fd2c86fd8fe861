"""/land/"""

from django.urls import path

from luoshi_web.pages.land import views

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("<str:key>/", views.programme, name="programme"),
    path("<str:key>/case.json", views.case_file, name="case_file"),
]
