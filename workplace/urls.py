"""Addresses of the workplace. All but the feed stand behind the admin's login."""

from django.contrib import admin
from django.urls import path, re_path

from workplace import views

app_name = "workplace"
guarded = admin.site.admin_view

urlpatterns = [
    path("admin/work/<slug:slug>/", guarded(views.work_list), name="work"),
    path("admin/calendar/", guarded(views.calendar_page), name="calendar"),
    path("admin/views/", guarded(views.save_view), name="save_view"),
    path("admin/views/<int:pk>/delete/", guarded(views.delete_view), name="delete_view"),
    re_path(r"^calendar/(?P<language>nb|en)/(?P<token>[\w-]{43})\.ics$", views.feed, name="feed"),
]
