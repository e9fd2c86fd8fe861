"""/speeches/ : list, upload, one speech with its drafts, its original, and what is decided on a draft."""

from django.urls import path

from luoshi_web.pages.speech import views

urlpatterns = [
    path("", views.speeches, name="speeches"),
    path("<int:reading>/", views.reading, name="reading"),
    path("<int:reading>/original/", views.original, name="original"),
    path("<int:reading>/<slug:kind>.<slug:form>", views.speech_paper, name="speech_paper"),
    path("<int:reading>/drafts/accept-all/", views.accept_all, name="accept_all"),
    path("<int:reading>/drafts/<int:number>/<slug:verb>/", views.decide, name="decide"),
]
