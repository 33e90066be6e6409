SELECT DISTINCT fact_id FROM evidence WHERE doc_id = $doc
