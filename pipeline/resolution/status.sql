-- Whether a cited document was in force on the day of the plan that cites it. What no source says is unknown, and unknown is not in force.
-- An end counts where the registry gives its day or a verified relation does; relations that are not verified are shown, no more.

-- one row a document that another one replaces or repeals as a whole: the surest such relation, the last of these, for a document
-- that is ended again lived on until then
CREATE VIEW legal_ends AS
SELECT
    r.to_id AS legal_id, r.from_id AS successor_id, r.relation, coalesce(r.effective_on, n.effective_on) AS successor_from,
    r.source AS successor_source, r.verified AS successor_verified
FROM legal_relations AS r
LEFT JOIN legal_documents AS n ON n.legal_id = r.from_id
WHERE r.relation IN ('replaces', 'repeals')
QUALIFY row_number() OVER (
    PARTITION BY r.to_id ORDER BY r.verified = 'yes' DESC, r.relation = 'replaces' DESC, successor_from DESC NULLS LAST, r.from_id
) = 1;

-- The state that the registry saw on its day, unless a verified end came before: pages of the portal go on saying "còn hiệu lực".
-- What the user says of a document stands.
CREATE VIEW legal_states AS
SELECT
    l.legal_id, l.title,
    CASE
        WHEN l.origin = 'user' AND l.status <> 'unknown' THEN l.status
        WHEN e.successor_from <= coalesce(l.status_on, (SELECT max(status_on) FROM legal_documents)) THEN 'expired'
        ELSE coalesce(l.status, 'unknown')
    END AS status_now
FROM legal_documents AS l
LEFT JOIN legal_ends AS e ON e.legal_id = l.legal_id AND e.successor_verified = 'yes';

CREATE VIEW citation_status AS
WITH dated AS (
    SELECT
        c.citation_id, c.doc_id, c.legal_id, p.plan_on, p.plan_first, p.plan_last,
        CASE WHEN l.verified <> 'no' THEN l.issued_on END AS registered_on, o.issued_on AS corpus_on, c.issued_on AS said_on,
        l.status, n.status_now, l.status_on, l.verified AS registry_verified, l.effective_on, CASE WHEN l.verified <> 'no' THEN l.expired_on END AS expired_on,
        e.successor_id, e.successor_from, e.successor_source, e.successor_verified,
        CASE WHEN e.successor_verified = 'yes' THEN e.successor_from END AS ended_on
    FROM citations AS c
    JOIN plan_dates AS p USING (doc_id)
    LEFT JOIN legal_documents AS l ON l.legal_id = c.legal_id
    LEFT JOIN legal_states AS n ON n.legal_id = c.legal_id
    LEFT JOIN legal_ends AS e ON e.legal_id = c.legal_id
    LEFT JOIN documents AS o ON o.doc_id = c.cited_doc_id
    WHERE c.legal_id IS NOT NULL AND c.role <> 'self'
)
SELECT
    citation_id, doc_id, legal_id, plan_on, plan_first, plan_last,
    coalesce(registered_on, corpus_on, said_on) AS cited_on,
    CASE WHEN registered_on IS NOT NULL THEN 'registry' WHEN corpus_on IS NOT NULL THEN 'corpus' WHEN said_on IS NOT NULL THEN 'words' END
        AS cited_on_from,
    CASE
        WHEN plan_first IS NULL THEN 'unknown'
        WHEN least(expired_on, ended_on) <= plan_first THEN 'expired'
        WHEN coalesce(effective_on, registered_on) > plan_last THEN 'not_yet'
        WHEN effective_on <= plan_first AND least(expired_on, ended_on) > plan_last THEN 'in_force'
        WHEN effective_on <= plan_first AND plan_last <= status_on AND status = 'in_force' THEN 'in_force'
        WHEN effective_on <= plan_first AND plan_last <= status_on AND status = 'partly_expired' THEN 'in_force_in_part'
        ELSE 'unknown'
    END AS status_then,
    coalesce(status_now, 'unknown') AS status_now, status_on, registry_verified,
    successor_id, successor_from, successor_source, successor_verified,
    coalesce(coalesce(registered_on, corpus_on, said_on) > plan_last, FALSE) AS cited_before_issue
FROM dated;

-- What the plans' own texts say that documents do to each other: evidence with its place, beside what the registry has.
CREATE VIEW stated_between AS
SELECT
    r.stated_relation_id, r.doc_id, r.relation, s.citation_id AS from_citation_id, o.citation_id AS to_citation_id,
    s.legal_id AS from_id, o.legal_id AS to_id, r.raw, r.char_start, r.char_end, r.page,
    (SELECT min(l.verified) FROM legal_relations AS l WHERE l.from_id = s.legal_id AND l.to_id = o.legal_id AND l.relation = r.relation)
        AS registered
FROM stated_relations AS r
JOIN citations AS s ON s.doc_id = r.doc_id AND s.char_start = r.subject_start AND s.kind = 'numbered'
JOIN citations AS o ON o.doc_id = r.doc_id AND o.char_start = r.object_start AND o.kind = 'numbered';
