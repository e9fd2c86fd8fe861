"""/as-of/"""

from django.urls import path

from luoshi_web.pages.as_of import views

urlpatterns = [path("", views.as_of, name="as_of")]
