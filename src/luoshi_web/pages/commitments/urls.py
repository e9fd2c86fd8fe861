"""/commitments/"""

from django.urls import path

from luoshi_web.pages.commitments import views

urlpatterns = [path("", views.commitments, name="commitments")]
