"""Dated, whole files of what is published: how they are made, kept and handed out. Knows no resource."""
