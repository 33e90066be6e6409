-- the number and the issuer of a document whose identity names its issuer
SELECT canonical, issuer FROM citations WHERE legal_id = $id AND canonical IS NOT NULL AND issuer IS NOT NULL LIMIT 1
