"""A small corpus written for this project, its labels, and the renderer that makes Word, PDF, web and text files of it."""
