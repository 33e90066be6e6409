-- Cùng số ký hiệu, khác văn bản
-- Mỗi dòng: một số ký hiệu đứng cho từ hai văn bản trở lên (khác năm hoặc khác nơi ban hành), để không gộp nhầm
SELECT
    canonical, count(DISTINCT legal_id) AS documents, string_agg(DISTINCT legal_id, '; ' ORDER BY legal_id) AS legal_ids,
    count(*) AS mentions, count(*) FILTER (legal_id IS NULL) AS unresolved_mentions, count(DISTINCT doc_id) AS plans
FROM cited
WHERE canonical IS NOT NULL
GROUP BY canonical
HAVING count(DISTINCT legal_id) > 1
ORDER BY documents DESC, mentions DESC, canonical
