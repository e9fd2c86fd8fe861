"""/ /sign-in/ /sign-in/identity/ /sign-in/identity/back/ /password/ /sign-out/ /language/"""

from django.urls import path

from luoshi_web.pages.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.enter, name="sign_in"),
    path("sign-in/identity/", views.identity, name="identity"),
    path("sign-in/identity/back/", views.identity_back, name="identity_back"),
    path("password/", views.password, name="password"),
    path("sign-out/", views.leave, name="sign_out"),
    path("language/", views.language, name="language"),
]
