SELECT page, kind, problem, advice FROM ingest_problems WHERE doc_id = $doc AND kind <> 'duplicate' ORDER BY page NULLS FIRST, problem
