-- The documents that those of the small store may cite, from the old store: what is known by their headers. Their texts are not needed.
INSERT INTO documents BY NAME
WITH numbers AS (
    SELECT DISTINCT canonical FROM citations WHERE canonical IS NOT NULL
), identities AS (
    SELECT legal_id FROM citations
    UNION
    SELECT legal_id FROM documents
    UNION
    SELECT legal_id FROM old.documents WHERE canonical IN (SELECT canonical FROM numbers)
    UNION
    SELECT legal_id FROM legal_documents WHERE canonical IN (SELECT canonical FROM numbers)
)
SELECT * REPLACE ('' AS text)
FROM old.documents
WHERE legal_id IN (SELECT legal_id FROM identities WHERE legal_id IS NOT NULL)
    AND doc_id NOT IN (SELECT doc_id FROM changed) AND doc_id NOT IN (SELECT doc_id FROM documents);
