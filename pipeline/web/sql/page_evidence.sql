SELECT fact_id, x0, y0, x1, y1 FROM evidence WHERE doc_id = $doc AND page = $page ORDER BY fact_id, y0, x0
