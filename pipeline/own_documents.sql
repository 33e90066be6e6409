-- The user's own documents: they fill and overrule what the registry that comes with the program says of the same document.
INSERT INTO legal_documents BY NAME
SELECT legal_id, canonical, 'unknown' AS status, 'unknown' AS level, source, 'yes' AS verified
FROM own_rows
WHERE legal_id NOT IN (SELECT legal_id FROM legal_documents);

UPDATE legal_documents
SET
    doc_type = coalesce(o.doc_type, legal_documents.doc_type),
    issuer = coalesce(o.issuer, legal_documents.issuer),
    issued_on = coalesce(o.issued_on, legal_documents.issued_on),
    title = coalesce(o.title, legal_documents.title),
    status = coalesce(o.status, legal_documents.status),
    status_on = coalesce(o.status_on, legal_documents.status_on),
    effective_on = coalesce(o.effective_on, legal_documents.effective_on),
    expired_on = coalesce(o.expired_on, legal_documents.expired_on),
    source = o.source,
    origin = 'user'
FROM own_rows AS o
WHERE legal_documents.legal_id = o.legal_id;

INSERT INTO legal_relations BY NAME
SELECT o.legal_id AS from_id, 'replaces' AS relation, trim(r.to_id) AS to_id, o.effective_on, o.source, 'yes' AS verified, 'user' AS origin
FROM own_rows AS o, unnest(string_split(o.replaces, '|')) AS r(to_id)
WHERE trim(r.to_id) <> '';
