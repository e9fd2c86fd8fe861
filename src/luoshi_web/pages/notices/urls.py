"""/notices/"""

from django.urls import path

from luoshi_web.pages.notices import views

urlpatterns = [path("", views.notices, name="notices")]
