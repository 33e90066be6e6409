-- For a store of the documents that changed (changed: their ids, of those that left too), beside the old one: which others change with them.
-- What a plan's rows say depends on its own text, on the reference data, and on documents of the store that it may cite by number or identity.
CREATE OR REPLACE TEMP TABLE touched AS
WITH own AS (
    SELECT legal_id, canonical FROM old.documents WHERE doc_id IN (SELECT doc_id FROM changed) AND legal_id IS NOT NULL
    UNION
    SELECT legal_id, canonical FROM documents WHERE legal_id IS NOT NULL
)
SELECT legal_id, canonical FROM own
UNION
SELECT legal_id, canonical FROM old.documents WHERE legal_id IN (SELECT legal_id FROM own)
UNION
SELECT legal_id, canonical FROM legal_documents WHERE legal_id IN (SELECT legal_id FROM own);

CREATE OR REPLACE TEMP TABLE affected AS
SELECT DISTINCT doc_id
FROM old.citations
WHERE doc_id NOT IN (SELECT doc_id FROM changed)
    AND (
        legal_id IN (SELECT legal_id FROM touched)
        OR canonical IN (SELECT canonical FROM touched WHERE canonical IS NOT NULL)
        OR list_has_any(string_split(candidates, '|'), (SELECT list(legal_id) FROM touched))
    );
