"""/tokens/"""

from django.urls import path

from luoshi_web.pages.tokens import views

urlpatterns = [path("", views.tokens_page, name="tokens")]
