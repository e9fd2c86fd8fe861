"""/papers/ : what goes on the table, one paper as a file, packs that were frozen, the office's own templates."""

from django.urls import path

from luoshi_web.pages.papers import views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("tables.xlsx", views.tables, name="paper_tables"),
    path("templates/", views.templates, name="paper_templates"),
    path("templates/<slug:kind>.docx", views.template, name="paper_template"),
    path("packs/<int:number>/", views.pack, name="pack"),
    path("packs/<int:number>/pack.zip", views.pack_file, name="pack_file"),
    path("<slug:kind>.<slug:form>", views.paper, name="paper"),
]
