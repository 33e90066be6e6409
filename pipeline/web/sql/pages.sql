SELECT page, width, height, text_source, confidence FROM pages WHERE doc_id = $doc ORDER BY page
