SELECT text FROM documents WHERE doc_id = $doc
