"""/files/<digest>/"""

from django.urls import path

from luoshi_web.pages.proof import views

urlpatterns = [path("<slug:digest>/", views.proof, name="proof")]
