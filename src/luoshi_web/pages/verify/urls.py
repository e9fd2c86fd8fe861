"""/ledger/"""

from django.urls import path

from luoshi_web.pages.verify import views

urlpatterns = [path("", views.ledger, name="ledger")]
