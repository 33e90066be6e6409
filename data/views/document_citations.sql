-- Các trích dẫn của một văn bản
-- Mỗi dòng: một lần dẫn với những chữ đứng trước và sau nó, trang, và văn bản được hiểu là; hiệu lực của nó vào ngày của văn bản dẫn, không có nguồn thì không rõ
-- :doc_id [one plan] mã của văn bản
-- :around số ký tự lấy trước và sau (default 40)
SELECT
    c.page, c.role,
    replace(substr(d.text, greatest(c.char_start - $around, 0) + 1, least($around, c.char_start)), chr(10), ' ') AS before,
    c.raw,
    replace(substr(d.text, c.char_end + 1, $around), chr(10), ' ') AS after,
    coalesce(c.legal_id, c.canonical) AS meant, c.issued_on_text, c.resolution,
    CASE WHEN c.role <> 'self' THEN coalesce(s.status_then, 'unknown') END AS status_then,
    CASE WHEN s.status_then = 'expired' AND s.successor_verified = 'yes' THEN s.successor_id END AS successor_id, c.citation_id
FROM citations AS c
JOIN documents AS d USING (doc_id)
LEFT JOIN citation_status AS s USING (citation_id)
WHERE c.doc_id = $doc_id
QUALIFY row_number() OVER (PARTITION BY c.citation_id ORDER BY s.status_then) = 1
ORDER BY c.char_start
