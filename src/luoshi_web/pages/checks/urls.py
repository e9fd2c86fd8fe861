"""/checks/"""

from django.urls import path

from luoshi_web.pages.checks import views

urlpatterns = [
    path("", views.checks, name="checks"),
    path("promises/", views.contract, name="contract"),
    path("leads/near/", views.near, name="near"),
    path("entitlements/<str:key>/", views.entitled_firm, name="entitled_firm"),
    path("<str:check>/", views.check, name="check"),
]
