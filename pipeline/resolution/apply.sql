-- What was found goes to the citations; each says by what it was resolved, and which document of the store it is.
UPDATE citations
SET resolved_by = CASE WHEN issued_on_text IS NOT NULL OR regexp_matches(number, '/\d{4}$') OR kind = 'named' THEN 'words' ELSE 'plan' END
WHERE resolution = 'resolved';

UPDATE citations
SET legal_id = r.legal_id, resolution = 'resolved', resolved_by = r.resolved_by, candidates = NULL
FROM resolved AS r
WHERE citations.citation_id = r.citation_id;

UPDATE citations
SET legal_id = d.legal_id, resolution = 'resolved', resolved_by = 'plan', candidates = NULL
FROM documents AS d
WHERE citations.doc_id = d.doc_id AND citations.role = 'self' AND citations.resolution <> 'resolved' AND d.legal_id IS NOT NULL;

UPDATE citations
SET resolution = 'ambiguous', candidates = c.ids
FROM (SELECT citation_id, string_agg(legal_id, '|' ORDER BY issued_on, legal_id) AS ids FROM candidates GROUP BY citation_id) AS c
WHERE citations.citation_id = c.citation_id AND citations.resolution <> 'resolved';

-- of several files of one document the one read from text stands for it
UPDATE citations
SET cited_doc_id = d.doc_id
FROM (SELECT legal_id, arg_min(doc_id, (text_source <> 'text', doc_id)) AS doc_id FROM documents WHERE legal_id IS NOT NULL GROUP BY legal_id) AS d
WHERE citations.legal_id = d.legal_id AND citations.doc_id <> d.doc_id AND citations.role <> 'self';
