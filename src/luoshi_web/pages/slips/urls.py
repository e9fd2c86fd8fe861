"""/slips/"""

from django.urls import path

from luoshi_web.pages.slips import views

urlpatterns = [
    path("", views.slips, name="slips"),
    path("<str:key>/", views.slip, name="slip"),
    path("<str:key>/slip.<slug:form>", views.slip_file, name="slip_file"),
]
