SELECT
    i.indicator_id, i.name, i.unit, count(*) AS targets, count(DISTINCT t.doc_id) AS plans,
    count(DISTINCT x.province_now) AS provinces
FROM targets AS t
JOIN indicators AS i USING (indicator_id)
JOIN document_index AS x ON x.doc_id = t.doc_id
GROUP BY i.indicator_id, i.name, i.unit
ORDER BY provinces DESC, targets DESC, i.indicator_id
