BEGIN TRANSACTION;
CREATE TABLE account (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	skeleton TEXT NOT NULL, 
	name_skeleton TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_name_skeleton UNIQUE (name_skeleton), 
	CONSTRAINT uq_account_skeleton UNIQUE (skeleton)
);
INSERT INTO "account" VALUES('mira','Mira Lang','mlra','langmlra','2026-11-26T09:00:02Z','mira');
INSERT INTO "account" VALUES('jo','Jo Berg','jo','bergjo','2026-11-26T09:00:04Z','mira');
INSERT INTO "account" VALUES('kim','Kim Ito','klm','klmlto','2026-11-26T09:00:06Z','mira');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	seq INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	prev TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (seq), 
	CONSTRAINT ck_audit_seq CHECK (seq > 0), 
	CONSTRAINT uq_audit_prev UNIQUE (prev)
);
INSERT INTO "audit" VALUES(1,'{"act":"init","at":"2026-11-26T09:00:01Z","by":"","changes":[{"add":"registry","row":{"approvers":1,"created_at":"2026-11-26T09:00:01Z","id":"658c3bb54c0621831a38695f163903bd"}}]}','0000000000000000000000000000000000000000000000000000000000000000','c36814faeb90488236e3ff5196f826be2aea5bc5192355a95d0aa4b0c3a7127a');
INSERT INTO "audit" VALUES(2,'{"account":"mira","act":"account-added","at":"2026-11-26T09:00:02Z","by":"mira","changes":[{"add":"account","row":{"created_at":"2026-11-26T09:00:02Z","created_by":"mira","id":"mira","name":"Mira Lang","name_skeleton":"langmlra","skeleton":"mlra"}}]}','c36814faeb90488236e3ff5196f826be2aea5bc5192355a95d0aa4b0c3a7127a','6861030b80e175970498d7717e1a5bebba65e018756ef2a10aa7982ed37c04e0');
INSERT INTO "audit" VALUES(3,'{"account":"mira","act":"key-trusted","at":"2026-11-26T09:00:03Z","by":"mira","changes":[{"add":"key","row":{"account":"mira","added_at":"2026-11-26T09:00:03Z","added_by":"mira","endorsed_by":"","endorsement":"","fingerprint":"SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAaeCB0SDCRdBJqCBUON4et3Lav7i44lfHVEcNY9RGgl","revoked_at":"","revoked_reason":"","valid_from":"2026-11-26T09:00:03Z","valid_until":"2027-11-26T09:00:03Z"}}],"fingerprint":"SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80"}','6861030b80e175970498d7717e1a5bebba65e018756ef2a10aa7982ed37c04e0','630e6df7e96730677ac5818fbc2f24b3d7b95410344dc9b5c5fe96e55eb925c4');
INSERT INTO "audit" VALUES(4,'{"account":"jo","act":"account-added","at":"2026-11-26T09:00:04Z","by":"mira","changes":[{"add":"account","row":{"created_at":"2026-11-26T09:00:04Z","created_by":"mira","id":"jo","name":"Jo Berg","name_skeleton":"bergjo","skeleton":"jo"}}]}','630e6df7e96730677ac5818fbc2f24b3d7b95410344dc9b5c5fe96e55eb925c4','bb315ed6fb2e10fabb30cab5b80bb4bbe41b6de82c15ea9e3fe93c15ee5d2e1c');
INSERT INTO "audit" VALUES(5,'{"account":"jo","act":"key-trusted","at":"2026-11-26T09:00:05Z","by":"mira","changes":[{"add":"key","row":{"account":"jo","added_at":"2026-11-26T09:00:05Z","added_by":"mira","endorsed_by":"SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80","endorsement":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgBp4IHRIMJF0EmoIFQ43h63ctq/\nuLjiV8dURw1j1EaCUAAAANa2V5QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtz\nc2gtZWQyNTUxOQAAAEBvielrQcQPFGUn7tLePudtCGYTouIuTFE79owFMicvcwJruEyH7P\nbf0KGMc0gYkCwtdVTWDvPLcgOowIbDtG0L\n-----END SSH SIGNATURE-----\n","fingerprint":"SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPT/+52kQXOc6AfOf43NF1JoSer08xvKooA6SomYLmzT","revoked_at":"","revoked_reason":"","valid_from":"2026-11-26T09:00:05Z","valid_until":"2027-11-26T09:00:05Z"}}],"fingerprint":"SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac"}','bb315ed6fb2e10fabb30cab5b80bb4bbe41b6de82c15ea9e3fe93c15ee5d2e1c','f603cdbb5f882d93bdd554144147e97a7381966a29b6054bc7974550fa5f25e0');
INSERT INTO "audit" VALUES(6,'{"account":"kim","act":"account-added","at":"2026-11-26T09:00:06Z","by":"mira","changes":[{"add":"account","row":{"created_at":"2026-11-26T09:00:06Z","created_by":"mira","id":"kim","name":"Kim Ito","name_skeleton":"klmlto","skeleton":"klm"}}]}','f603cdbb5f882d93bdd554144147e97a7381966a29b6054bc7974550fa5f25e0','3b9bc858b2fa90bfb63632c80e268d3b3cdbfcddeefe9019d0d4c366f2afdf48');
INSERT INTO "audit" VALUES(7,'{"account":"kim","act":"key-trusted","at":"2026-11-26T09:00:07Z","by":"mira","changes":[{"add":"key","row":{"account":"kim","added_at":"2026-11-26T09:00:07Z","added_by":"mira","endorsed_by":"SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80","endorsement":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgBp4IHRIMJF0EmoIFQ43h63ctq/\nuLjiV8dURw1j1EaCUAAAANa2V5QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtz\nc2gtZWQyNTUxOQAAAEC7qYfOcxoQE5CI7rIQ5J/xhjEfsT9bs0ZAb2udJq/TSm2PZ68PBX\nthZoazmPEZDWmwgTce+D/hwJj5pktoWBIK\n-----END SSH SIGNATURE-----\n","fingerprint":"SHA256:kOzo3hOmn1DmAMyvtbqyFGqf7uKKTGc9iJ1V6kfp0bA","public_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzjD+myUuTJXBAqZVTFTCVYD0zlqZWn+0GXh9G31L87","revoked_at":"","revoked_reason":"","valid_from":"2026-11-26T09:00:07Z","valid_until":"2027-11-26T09:00:07Z"}}],"fingerprint":"SHA256:kOzo3hOmn1DmAMyvtbqyFGqf7uKKTGc9iJ1V6kfp0bA"}','3b9bc858b2fa90bfb63632c80e268d3b3cdbfcddeefe9019d0d4c366f2afdf48','3a421d30eddfa343f63ed4ed1d03aca25e6c7bfa5f33291f9ae71de6e3333bd8');
INSERT INTO "audit" VALUES(8,'{"act":"register","at":"2026-11-26T09:00:08Z","by":"mira","changes":[{"add":"content","row":{"body":"fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7","sha256":"fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7"}},{"add":"formula","row":{"approved":null,"id":"example","newest":1,"open":1}},{"add":"version","row":{"approved_at":"","author":"","components_sha256":"f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036","ended_at":"","formula":"example","indication":"local-anesthesia","number":1,"registered_at":"2026-11-26T09:00:08Z","registered_by":"mira","round":0,"route":"infiltration","search":"example \nexample \nlocal-anesthesia \nlidocaine-1-percent \nlidocaine-hydrochloride \nlidocaine hydrochloride \nlidocaine hydrochloride 1% injection, preservative free \nsodium-chloride \nsodium chloride","sha256":"fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7","site":"","species":"human","status":"draft","title":"Example"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"0071541dcc75660b621fc77954d910ac96940e80193056c082814f478a7280a0","formula":"example","judged_at":"2026-11-26T09:00:08Z","not_checked":0,"notes":1,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":0,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"example","number":1,"sha256":"fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7"}','3a421d30eddfa343f63ed4ed1d03aca25e6c7bfa5f33291f9ae71de6e3333bd8','b142203c2d287e0949cc623f2b055a0679708bdef3bbdbe9eab5525b7d8d97b7');
INSERT INTO "audit" VALUES(9,'{"act":"submit","at":"2026-11-26T09:00:10Z","by":"mira","changes":[{"add":"decision","row":{"account":"mira","act":"submit","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:10Z","event":9,"formula":"example","number":1,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"change":"version","key":{"formula":"example","number":1},"row":{"round":1,"status":"in-review"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"648563226f07ff390f33abe51012f65129c7de621a5d2d7de9ecfc6cef9a8396","formula":"example","judged_at":"2026-11-26T09:00:10Z","not_checked":0,"notes":1,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":1,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"example","number":1,"reason":"as is right","sha256":"fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7"}','b142203c2d287e0949cc623f2b055a0679708bdef3bbdbe9eab5525b7d8d97b7','0d5cbeda8478914bfef3b1218f028803fcd2164ffdb2e3b3c50ac0ab96e94d00');
INSERT INTO "audit" VALUES(10,'{"act":"approve","at":"2026-11-26T09:00:12Z","by":"jo","changes":[{"add":"decision","row":{"account":"jo","act":"approve","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:12Z","event":10,"formula":"example","number":1,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"add":"signature","row":{"account":"jo","event":10,"fingerprint":"SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac","formula":"example","meaning":"approval","name":"Jo Berg","number":1,"signed_at":"2026-11-26T09:00:11Z","sshsig":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v\nTzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA\nUwAAAAtzc2gtZWQyNTUxOQAAAEC9RTxOJFaPHDYVLhIK+LiDAD3blOi/gNpAyKQxv33ei2\nz7RlCQ8ke6N3da9nnS1Yws7FPG3xCK2eW7kYvHkTQP\n-----END SSH SIGNATURE-----\n"}},{"change":"version","key":{"formula":"example","number":1},"row":{"approved_at":"2026-11-26T09:00:12Z","status":"approved"}},{"change":"formula","key":{"id":"example"},"row":{"approved":1,"open":null}}],"formula":"example","number":1,"reason":"as is right","sha256":"fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7"}','0d5cbeda8478914bfef3b1218f028803fcd2164ffdb2e3b3c50ac0ab96e94d00','aa8fb4c763fffe702b5ec960ffaabe3246fc2e62442bc820d4202694776fdb9a');
INSERT INTO "audit" VALUES(11,'{"act":"register","at":"2026-11-26T09:00:13Z","by":"mira","changes":[{"add":"content","row":{"body":"96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5","sha256":"96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5"}},{"change":"formula","key":{"id":"example"},"row":{"newest":2,"open":2}},{"add":"version","row":{"approved_at":"","author":"","components_sha256":"f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036","ended_at":"","formula":"example","indication":"local-anesthesia","number":2,"registered_at":"2026-11-26T09:00:13Z","registered_by":"mira","round":0,"route":"infiltration","search":"example \nanother \nlocal-anesthesia \nlidocaine-1-percent \nlidocaine-hydrochloride \nlidocaine hydrochloride \nlidocaine hydrochloride 1% injection, preservative free \nsodium-chloride \nsodium chloride","sha256":"96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5","site":"","species":"human","status":"draft","title":"Another"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"0071541dcc75660b621fc77954d910ac96940e80193056c082814f478a7280a0","formula":"example","judged_at":"2026-11-26T09:00:13Z","not_checked":0,"notes":1,"number":2,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":0,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"example","number":2,"sha256":"96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5"}','aa8fb4c763fffe702b5ec960ffaabe3246fc2e62442bc820d4202694776fdb9a','aa58bc14ce613ac7d85a2609c4de4656b69fea8b031d79d85c23d6c950637966');
INSERT INTO "audit" VALUES(12,'{"act":"submit","at":"2026-11-26T09:00:15Z","by":"mira","changes":[{"add":"decision","row":{"account":"mira","act":"submit","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:15Z","event":12,"formula":"example","number":2,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"change":"version","key":{"formula":"example","number":2},"row":{"round":1,"status":"in-review"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"e5fe7bec73de2e0972940d4f91e77f9ba579c843138079981acb586ded56d532","formula":"example","judged_at":"2026-11-26T09:00:15Z","not_checked":0,"notes":1,"number":2,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":1,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"example","number":2,"reason":"as is right","sha256":"96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5"}','aa58bc14ce613ac7d85a2609c4de4656b69fea8b031d79d85c23d6c950637966','3a4e0aff75ae5f4d7650b973bf71781456cda8599b2c5340a88d34a3ab20b473');
INSERT INTO "audit" VALUES(13,'{"act":"approve","at":"2026-11-26T09:00:17Z","by":"jo","changes":[{"add":"decision","row":{"account":"jo","act":"approve","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:17Z","event":13,"formula":"example","number":2,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"add":"signature","row":{"account":"jo","event":13,"fingerprint":"SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac","formula":"example","meaning":"approval","name":"Jo Berg","number":2,"signed_at":"2026-11-26T09:00:16Z","sshsig":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v\nTzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA\nUwAAAAtzc2gtZWQyNTUxOQAAAEDlzTAIljosDOf+ekwJIX8N++jHOoLni+CTI+jnTgzn4e\niFKFIJHNw6bChjOZ/IVzoUDzZwj+O3HLlFzHTvy7IF\n-----END SSH SIGNATURE-----\n"}},{"change":"version","key":{"formula":"example","number":1},"row":{"ended_at":"2026-11-26T09:00:17Z","status":"superseded"}},{"change":"version","key":{"formula":"example","number":2},"row":{"approved_at":"2026-11-26T09:00:17Z","status":"approved"}},{"change":"formula","key":{"id":"example"},"row":{"approved":2,"open":null}}],"formula":"example","number":2,"reason":"as is right","sha256":"96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5"}','3a4e0aff75ae5f4d7650b973bf71781456cda8599b2c5340a88d34a3ab20b473','fb6a3b96caa7719c3e93533a2cf5ebe08124e85a0ffc99cebd87793a52a28ca9');
INSERT INTO "audit" VALUES(14,'{"act":"register","at":"2026-11-26T09:00:18Z","by":"mira","changes":[{"add":"content","row":{"body":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c","sha256":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c"}},{"add":"formula","row":{"approved":null,"id":"gone","newest":1,"open":1}},{"add":"version","row":{"approved_at":"","author":"","components_sha256":"f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036","ended_at":"","formula":"gone","indication":"local-anesthesia","number":1,"registered_at":"2026-11-26T09:00:18Z","registered_by":"mira","round":0,"route":"infiltration","search":"gone \nexample \nlocal-anesthesia \nlidocaine-1-percent \nlidocaine-hydrochloride \nlidocaine hydrochloride \nlidocaine hydrochloride 1% injection, preservative free \nsodium-chloride \nsodium chloride","sha256":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c","site":"","species":"human","status":"draft","title":"Example"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"971b0c1ce82ad2a4648f80d2006679de19cc2bf3f8dd059f3006eb30b2c3d66a","formula":"gone","judged_at":"2026-11-26T09:00:18Z","not_checked":0,"notes":1,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":0,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"gone","number":1,"sha256":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c"}','fb6a3b96caa7719c3e93533a2cf5ebe08124e85a0ffc99cebd87793a52a28ca9','9123d3f901b95af08638a3bcd541c70e47e74d8b9c34c0df592d9a89067701d2');
INSERT INTO "audit" VALUES(15,'{"act":"submit","at":"2026-11-26T09:00:20Z","by":"mira","changes":[{"add":"decision","row":{"account":"mira","act":"submit","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:20Z","event":15,"formula":"gone","number":1,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"change":"version","key":{"formula":"gone","number":1},"row":{"round":1,"status":"in-review"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"cbd42999ab4f5f69d1da2cd03593fc7602670e4093f1bbfd0c47fc620a15eb03","formula":"gone","judged_at":"2026-11-26T09:00:20Z","not_checked":0,"notes":1,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":1,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"gone","number":1,"reason":"as is right","sha256":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c"}','9123d3f901b95af08638a3bcd541c70e47e74d8b9c34c0df592d9a89067701d2','f5289e3eac4f712b4e2bebbd2dcba86d59a11eb7d7f5daa7bc84579bb4730be6');
INSERT INTO "audit" VALUES(16,'{"act":"approve","at":"2026-11-26T09:00:22Z","by":"jo","changes":[{"add":"decision","row":{"account":"jo","act":"approve","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:22Z","event":16,"formula":"gone","number":1,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"add":"signature","row":{"account":"jo","event":16,"fingerprint":"SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac","formula":"gone","meaning":"approval","name":"Jo Berg","number":1,"signed_at":"2026-11-26T09:00:21Z","sshsig":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v\nTzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA\nUwAAAAtzc2gtZWQyNTUxOQAAAEA4RJ8VNAZL6d3oBPRAkVAiPWBkJ4+NiyQdW1VSIbxfZm\nigDMk2ybMTIIqtGfFHuoDl1LceuGt86ZvFy45rnfUJ\n-----END SSH SIGNATURE-----\n"}},{"change":"version","key":{"formula":"gone","number":1},"row":{"approved_at":"2026-11-26T09:00:22Z","status":"approved"}},{"change":"formula","key":{"id":"gone"},"row":{"approved":1,"open":null}}],"formula":"gone","number":1,"reason":"as is right","sha256":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c"}','f5289e3eac4f712b4e2bebbd2dcba86d59a11eb7d7f5daa7bc84579bb4730be6','2589c1e976da1f070c659523556c4c76963ac34cef7d49437aead3867ff9d849');
INSERT INTO "audit" VALUES(17,'{"act":"retire","at":"2026-11-26T09:00:24Z","by":"jo","changes":[{"add":"decision","row":{"account":"jo","act":"retire","catalogue_sha256":"","decided_at":"2026-11-26T09:00:24Z","event":17,"formula":"gone","number":1,"policy_sha256":"","reason":"out of use","round":1}},{"add":"signature","row":{"account":"jo","event":17,"fingerprint":"SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac","formula":"gone","meaning":"retirement","name":"Jo Berg","number":1,"signed_at":"2026-11-26T09:00:23Z","sshsig":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v\nTzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA\nUwAAAAtzc2gtZWQyNTUxOQAAAEDm0wppVq3T9dZzt8rmo/ckFsedPjRQBif5mro8fF6wlJ\n2LFRpnDkAOOqQEycLo3vK3HQG4+7w9YF1aXqrVwnUM\n-----END SSH SIGNATURE-----\n"}},{"change":"version","key":{"formula":"gone","number":1},"row":{"ended_at":"2026-11-26T09:00:24Z","status":"retired"}},{"change":"formula","key":{"id":"gone"},"row":{"approved":null}}],"formula":"gone","number":1,"reason":"out of use","sha256":"5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c"}','2589c1e976da1f070c659523556c4c76963ac34cef7d49437aead3867ff9d849','348d9e3135059c642af7cae3b98fefa4fe72a94a40fa1895c6c08c8c8db7afbc');
INSERT INTO "audit" VALUES(18,'{"act":"register","at":"2026-11-26T09:00:25Z","by":"mira","changes":[{"add":"content","row":{"body":"6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12","sha256":"6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12"}},{"add":"formula","row":{"approved":null,"id":"asked","newest":1,"open":1}},{"add":"version","row":{"approved_at":"","author":"Ada Ö.","components_sha256":"f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036","ended_at":"","formula":"asked","indication":"local-anesthesia","number":1,"registered_at":"2026-11-26T09:00:25Z","registered_by":"mira","round":0,"route":"infiltration","search":"asked \nexample \nlocal-anesthesia \nlidocaine-1-percent \nlidocaine-hydrochloride \nlidocaine hydrochloride \nlidocaine hydrochloride 1% injection, preservative free \nsodium-chloride \nsodium chloride","sha256":"6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12","site":"","species":"human","status":"draft","title":"Example"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"7b8757a401f65b3774ddc8cb06ace36948727bb5658cd4ffebaa711f00a458c1","formula":"asked","judged_at":"2026-11-26T09:00:25Z","not_checked":0,"notes":1,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":0,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"asked","number":1,"sha256":"6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12"}','348d9e3135059c642af7cae3b98fefa4fe72a94a40fa1895c6c08c8c8db7afbc','efd70d42bd18e92f17275b385963e57c0528fb2a9b0c0477d80b8adf0ea5c880');
INSERT INTO "audit" VALUES(19,'{"act":"register","at":"2026-11-26T09:00:25Z","by":"mira","changes":[{"add":"content","row":{"body":"b8812d13ff3b17b9a621663c659e3d10b6b2a4bc17725390454fd11b72228992","sha256":"b8812d13ff3b17b9a621663c659e3d10b6b2a4bc17725390454fd11b72228992"}},{"add":"formula","row":{"approved":null,"id":"failing","newest":1,"open":1}},{"add":"version","row":{"approved_at":"","author":"","components_sha256":"0c8657fe8d4b18c00c0533a250a0f456f19ceb08f4c42f4d45f6f807c93802d7","ended_at":"","formula":"failing","indication":"local-anesthesia","number":1,"registered_at":"2026-11-26T09:00:25Z","registered_by":"mira","round":0,"route":"infiltration","search":"failing \nexample \nlocal-anesthesia \nlidocaine \nlidocaine-hydrochloride \nlidocaine hydrochloride","sha256":"b8812d13ff3b17b9a621663c659e3d10b6b2a4bc17725390454fd11b72228992","site":"","species":"human","status":"draft","title":"Example"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":3,"findings":"0f3109d91bdd47097220673e661bcbe8a9e6272070046f416fec60c5e1f2d8af","formula":"failing","judged_at":"2026-11-26T09:00:25Z","not_checked":1,"notes":2,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":0,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":1}}],"formula":"failing","number":1,"sha256":"b8812d13ff3b17b9a621663c659e3d10b6b2a4bc17725390454fd11b72228992"}','efd70d42bd18e92f17275b385963e57c0528fb2a9b0c0477d80b8adf0ea5c880','0f515ac45e6cf6c6792f0619b6006cd637edb963d88214df142a0d0a3c42b36e');
INSERT INTO "audit" VALUES(20,'{"act":"submit","at":"2026-11-26T09:00:27Z","by":"mira","changes":[{"add":"decision","row":{"account":"mira","act":"submit","catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","decided_at":"2026-11-26T09:00:27Z","event":20,"formula":"asked","number":1,"policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","reason":"as is right","round":1}},{"change":"version","key":{"formula":"asked","number":1},"row":{"round":1,"status":"in-review"}},{"add":"judgement","row":{"catalogue_sha256":"ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d","errors":0,"findings":"7d41503bd8a9a2165c91e91fd817b511082595909c1f4078143aee1baa0c1dd4","formula":"asked","judged_at":"2026-11-26T09:00:27Z","not_checked":0,"notes":1,"number":1,"policy":"us","policy_sha256":"b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528","round":1,"waived":0,"waivers":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","warnings":0}}],"formula":"asked","number":1,"reason":"as is right","sha256":"6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12"}','0f515ac45e6cf6c6792f0619b6006cd637edb963d88214df142a0d0a3c42b36e','d9430556da3e543036eced93096e4d03a40d28f1a57a6e48ca2965b51089b639');
CREATE TABLE component (
	formula TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	ingredient TEXT NOT NULL, 
	product TEXT NOT NULL, 
	active INTEGER NOT NULL, 
	CONSTRAINT pk_component PRIMARY KEY (formula, number, place, ingredient, product), 
	CONSTRAINT fk_component_version FOREIGN KEY(formula, number) REFERENCES version (formula, number)
)
 WITHOUT ROWID

;
INSERT INTO "component" VALUES('asked',1,0,'lidocaine-hydrochloride','lidocaine-1-percent',1);
INSERT INTO "component" VALUES('asked',1,0,'sodium-chloride','lidocaine-1-percent',0);
INSERT INTO "component" VALUES('example',1,0,'lidocaine-hydrochloride','lidocaine-1-percent',1);
INSERT INTO "component" VALUES('example',1,0,'sodium-chloride','lidocaine-1-percent',0);
INSERT INTO "component" VALUES('example',2,0,'lidocaine-hydrochloride','lidocaine-1-percent',1);
INSERT INTO "component" VALUES('example',2,0,'sodium-chloride','lidocaine-1-percent',0);
INSERT INTO "component" VALUES('failing',1,0,'lidocaine-hydrochloride','',1);
INSERT INTO "component" VALUES('gone',1,0,'lidocaine-hydrochloride','lidocaine-1-percent',1);
INSERT INTO "component" VALUES('gone',1,0,'sodium-chloride','lidocaine-1-percent',0);
CREATE TABLE content (
	sha256 TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_content PRIMARY KEY (sha256)
);
INSERT INTO "content" VALUES('fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7','{"administration":{"numbing":{"how":"in-formula"},"patient_weight":"70 kg"},"components":[{"product":"lidocaine-1-percent","volume":"10 mL"}],"format":"recipe/1","id":"example","indication":"local-anesthesia","profile":"single-agent","route":"infiltration","title":"Example","volume":"10 mL"}');
INSERT INTO "content" VALUES('96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5','{"administration":{"numbing":{"how":"in-formula"},"patient_weight":"70 kg"},"components":[{"product":"lidocaine-1-percent","volume":"10 mL"}],"format":"recipe/1","id":"example","indication":"local-anesthesia","profile":"single-agent","route":"infiltration","title":"Another","volume":"10 mL"}');
INSERT INTO "content" VALUES('5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c','{"administration":{"numbing":{"how":"in-formula"},"patient_weight":"70 kg"},"components":[{"product":"lidocaine-1-percent","volume":"10 mL"}],"format":"recipe/1","id":"gone","indication":"local-anesthesia","profile":"single-agent","route":"infiltration","title":"Example","volume":"10 mL"}');
INSERT INTO "content" VALUES('6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12','{"administration":{"numbing":{"how":"in-formula"},"patient_weight":"70 kg"},"author":{"name":"Ada Ö."},"components":[{"product":"lidocaine-1-percent","volume":"10 mL"}],"format":"recipe/1","id":"asked","indication":"local-anesthesia","profile":"single-agent","route":"infiltration","title":"Example","volume":"10 mL"}');
INSERT INTO "content" VALUES('b8812d13ff3b17b9a621663c659e3d10b6b2a4bc17725390454fd11b72228992','{"administration":{"numbing":{"how":"in-formula"},"patient_weight":"70 kg"},"components":[{"ingredient":"lidocaine","strength":"200 mg/mL","volume":"10 mL"}],"format":"recipe/1","id":"failing","indication":"local-anesthesia","profile":"single-agent","route":"infiltration","title":"Example","volume":"10 mL"}');
CREATE TABLE decision (
	event INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	formula TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	decided_at TEXT NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	policy_sha256 TEXT DEFAULT '' NOT NULL, 
	catalogue_sha256 TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_decision PRIMARY KEY (event), 
	CONSTRAINT ck_decision_act CHECK (act IN ('submit', 'approve', 'reject', 'retire')), 
	CONSTRAINT fk_decision_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_decision_version FOREIGN KEY(formula, number) REFERENCES version (formula, number)
);
INSERT INTO "decision" VALUES(9,'submit','example',1,1,'mira','2026-11-26T09:00:10Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
INSERT INTO "decision" VALUES(10,'approve','example',1,1,'jo','2026-11-26T09:00:12Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
INSERT INTO "decision" VALUES(12,'submit','example',2,1,'mira','2026-11-26T09:00:15Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
INSERT INTO "decision" VALUES(13,'approve','example',2,1,'jo','2026-11-26T09:00:17Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
INSERT INTO "decision" VALUES(15,'submit','gone',1,1,'mira','2026-11-26T09:00:20Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
INSERT INTO "decision" VALUES(16,'approve','gone',1,1,'jo','2026-11-26T09:00:22Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
INSERT INTO "decision" VALUES(17,'retire','gone',1,1,'jo','2026-11-26T09:00:24Z','out of use','','');
INSERT INTO "decision" VALUES(20,'submit','asked',1,1,'mira','2026-11-26T09:00:27Z','as is right','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d');
CREATE TABLE formula (
	id TEXT NOT NULL, 
	newest INTEGER NOT NULL, 
	approved INTEGER, 
	open INTEGER, 
	CONSTRAINT pk_formula PRIMARY KEY (id)
)
 WITHOUT ROWID

;
INSERT INTO "formula" VALUES('asked',1,NULL,1);
INSERT INTO "formula" VALUES('example',2,2,NULL);
INSERT INTO "formula" VALUES('failing',1,NULL,1);
INSERT INTO "formula" VALUES('gone',1,NULL,NULL);
CREATE TABLE judgement (
	formula TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	judged_at TEXT NOT NULL, 
	policy TEXT NOT NULL, 
	policy_sha256 TEXT NOT NULL, 
	catalogue_sha256 TEXT NOT NULL, 
	errors INTEGER NOT NULL, 
	warnings INTEGER NOT NULL, 
	notes INTEGER NOT NULL, 
	not_checked INTEGER NOT NULL, 
	waived INTEGER NOT NULL, 
	findings TEXT NOT NULL, 
	waivers TEXT NOT NULL, 
	CONSTRAINT pk_judgement PRIMARY KEY (formula, number, round), 
	CONSTRAINT fk_judgement_version FOREIGN KEY(formula, number) REFERENCES version (formula, number)
);
INSERT INTO "judgement" VALUES('example',1,0,'2026-11-26T09:00:08Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":7,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"1.yaml","pointer":"","recipe":"example","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('example',1,1,'2026-11-26T09:00:10Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":293,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"example@1","pointer":"","recipe":"example","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('example',2,0,'2026-11-26T09:00:13Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":7,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"1.yaml","pointer":"","recipe":"example","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('example',2,1,'2026-11-26T09:00:15Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":293,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"example@2","pointer":"","recipe":"example","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('gone',1,0,'2026-11-26T09:00:18Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":7,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"1.yaml","pointer":"","recipe":"gone","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('gone',1,1,'2026-11-26T09:00:20Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":290,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"gone@1","pointer":"","recipe":"gone","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('asked',1,0,'2026-11-26T09:00:25Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":7,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"1.yaml","pointer":"","recipe":"asked","severity":"note","source":"","unit":"","value":""}]','[]');
INSERT INTO "judgement" VALUES('failing',1,0,'2026-11-26T09:00:25Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',3,1,2,1,0,'[{"code":"FML701","column":1,"component":"","end_column":7,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"2.yaml","pointer":"","recipe":"failing","severity":"note","source":"","unit":"","value":""},{"code":"FML206","column":18,"component":"lidocaine-hydrochloride","end_column":27,"end_line":9,"help":"Write `ingredient: lidocaine-hydrochloride`.","limit":"","line":9,"message":"`lidocaine` is read as `lidocaine-hydrochloride`","name":"synonym-used","not_checked":false,"path":"2.yaml","pointer":"/components/0/ingredient","recipe":"failing","severity":"note","source":"","unit":"","value":""},{"code":"FML310","column":18,"component":"lidocaine-hydrochloride","end_column":27,"end_line":9,"help":"Name the stock as a `product` whose composition is on record.","limit":"","line":9,"message":"not checked: the preservatives of lidocaine-hydrochloride, a stock named by its ingredient alone","name":"composition-unknown","not_checked":true,"path":"2.yaml","pointer":"/components/0/ingredient","recipe":"failing","severity":"warning","source":"","unit":"","value":""},{"code":"FML307","column":39,"component":"lidocaine-hydrochloride","end_column":48,"end_line":9,"help":"It looks like a slip of 10 times. Check the vial''s label. Limit from NDC Directory, FDA, January 2015, injectable products.","limit":"20","line":9,"message":"lidocaine-hydrochloride: a stock of 200 mg/mL is 10 times the strongest marketed, 20 mg/mL","name":"implausible-strength","not_checked":false,"path":"2.yaml","pointer":"/components/0/strength","recipe":"failing","severity":"error","source":"NDC Directory, FDA, January 2015, injectable products","unit":"mg/mL","value":"200"},{"code":"FML303","column":58,"component":"lidocaine-hydrochloride","end_column":63,"end_line":9,"help":"Give less of it in one session; this cannot be waived. Without epinephrine. Limit from Lidocaine hydrochloride injection, prescribing information, Dosage and Administration; copy at prescriberpoint.com, lidocaine-hydrochloride-27b6ef5 (label).","limit":"300","line":9,"message":"lidocaine-hydrochloride: dose per session 2000 mg exceeds the hard limit of 300 mg","name":"over-session-dose","not_checked":false,"path":"2.yaml","pointer":"/components/0/volume","recipe":"failing","severity":"error","source":"Lidocaine hydrochloride injection, prescribing information, Dosage and Administration; copy at prescriberpoint.com, lidocaine-hydrochloride-27b6ef5","unit":"mg","value":"2000"},{"code":"FML304","column":58,"component":"lidocaine-hydrochloride","end_column":63,"end_line":9,"help":"Give less of it in one session; this cannot be waived. Without epinephrine. Limit from Lidocaine hydrochloride injection, prescribing information, Dosage and Administration; copy at prescriberpoint.com, lidocaine-hydrochloride-27b6ef5 (label).","limit":"4.5","line":9,"message":"lidocaine-hydrochloride: dose per kg of body weight 28.5714 mg/kg exceeds the hard limit of 4.5 mg/kg","name":"over-weight-dose","not_checked":false,"path":"2.yaml","pointer":"/components/0/volume","recipe":"failing","severity":"error","source":"Lidocaine hydrochloride injection, prescribing information, Dosage and Administration; copy at prescriberpoint.com, lidocaine-hydrochloride-27b6ef5","unit":"mg/kg","value":"28.5714"}]','[]');
INSERT INTO "judgement" VALUES('asked',1,1,'2026-11-26T09:00:27Z','us','b2f85685c0b099aa9190eb50c04916171c87fa68bb9866e2d45231a65c661528','ce24abe536495b596f03116a016544513f56daa3274d704095313e71af1ca26d',0,0,1,0,0,'[{"code":"FML701","column":1,"component":"","end_column":318,"end_line":1,"help":"Add `preparation` where the formula is compounded for more than one patient.","limit":"","line":1,"message":"the recipe is no record of preparation: it says nothing of steps, storage and beyond use","name":"incomplete-record","not_checked":false,"path":"asked@1","pointer":"","recipe":"asked","severity":"note","source":"","unit":"","value":""}]','[]');
CREATE TABLE "key" (
	fingerprint TEXT NOT NULL, 
	account TEXT NOT NULL, 
	public_key TEXT NOT NULL, 
	valid_from TEXT NOT NULL, 
	valid_until TEXT DEFAULT '' NOT NULL, 
	revoked_at TEXT DEFAULT '' NOT NULL, 
	revoked_reason TEXT DEFAULT '' NOT NULL, 
	added_at TEXT NOT NULL, 
	added_by TEXT NOT NULL, 
	endorsed_by TEXT DEFAULT '' NOT NULL, 
	endorsement TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_key PRIMARY KEY (fingerprint), 
	CONSTRAINT fk_key_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_key_account_added_by FOREIGN KEY(added_by) REFERENCES account (id)
);
INSERT INTO "key" VALUES('SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80','mira','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAaeCB0SDCRdBJqCBUON4et3Lav7i44lfHVEcNY9RGgl','2026-11-26T09:00:03Z','2027-11-26T09:00:03Z','','','2026-11-26T09:00:03Z','mira','','');
INSERT INTO "key" VALUES('SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac','jo','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPT/+52kQXOc6AfOf43NF1JoSer08xvKooA6SomYLmzT','2026-11-26T09:00:05Z','2027-11-26T09:00:05Z','','','2026-11-26T09:00:05Z','mira','SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80','-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgBp4IHRIMJF0EmoIFQ43h63ctq/
uLjiV8dURw1j1EaCUAAAANa2V5QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtz
c2gtZWQyNTUxOQAAAEBvielrQcQPFGUn7tLePudtCGYTouIuTFE79owFMicvcwJruEyH7P
bf0KGMc0gYkCwtdVTWDvPLcgOowIbDtG0L
-----END SSH SIGNATURE-----
');
INSERT INTO "key" VALUES('SHA256:kOzo3hOmn1DmAMyvtbqyFGqf7uKKTGc9iJ1V6kfp0bA','kim','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzjD+myUuTJXBAqZVTFTCVYD0zlqZWn+0GXh9G31L87','2026-11-26T09:00:07Z','2027-11-26T09:00:07Z','','','2026-11-26T09:00:07Z','mira','SHA256:KR3DyHa84JTccMqGx3unDGMwLS6j5OVMaCwnQzFPZ80','-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgBp4IHRIMJF0EmoIFQ43h63ctq/
uLjiV8dURw1j1EaCUAAAANa2V5QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtz
c2gtZWQyNTUxOQAAAEC7qYfOcxoQE5CI7rIQ5J/xhjEfsT9bs0ZAb2udJq/TSm2PZ68PBX
thZoazmPEZDWmwgTce+D/hwJj5pktoWBIK
-----END SSH SIGNATURE-----
');
CREATE TABLE registry (
	id TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	approvers INTEGER NOT NULL, 
	CONSTRAINT pk_registry PRIMARY KEY (id), 
	CONSTRAINT ck_registry_approvers CHECK (approvers > 0)
);
INSERT INTO "registry" VALUES('658c3bb54c0621831a38695f163903bd','2026-11-26T09:00:01Z',1);
CREATE TABLE signature (
	event INTEGER NOT NULL, 
	meaning TEXT NOT NULL, 
	formula TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	name TEXT NOT NULL, 
	signed_at TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	sshsig TEXT NOT NULL, 
	CONSTRAINT pk_signature PRIMARY KEY (event), 
	CONSTRAINT ck_signature_meaning CHECK (meaning IN ('authorship', 'review', 'approval', 'retirement')), 
	CONSTRAINT fk_signature_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_signature_key FOREIGN KEY(fingerprint) REFERENCES "key" (fingerprint), 
	CONSTRAINT fk_signature_version FOREIGN KEY(formula, number) REFERENCES version (formula, number)
);
INSERT INTO "signature" VALUES(10,'approval','example',1,'jo','Jo Berg','2026-11-26T09:00:11Z','SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac','-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v
TzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEC9RTxOJFaPHDYVLhIK+LiDAD3blOi/gNpAyKQxv33ei2
z7RlCQ8ke6N3da9nnS1Yws7FPG3xCK2eW7kYvHkTQP
-----END SSH SIGNATURE-----
');
INSERT INTO "signature" VALUES(13,'approval','example',2,'jo','Jo Berg','2026-11-26T09:00:16Z','SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac','-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v
TzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEDlzTAIljosDOf+ekwJIX8N++jHOoLni+CTI+jnTgzn4e
iFKFIJHNw6bChjOZ/IVzoUDzZwj+O3HLlFzHTvy7IF
-----END SSH SIGNATURE-----
');
INSERT INTO "signature" VALUES(16,'approval','gone',1,'jo','Jo Berg','2026-11-26T09:00:21Z','SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac','-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v
TzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEA4RJ8VNAZL6d3oBPRAkVAiPWBkJ4+NiyQdW1VSIbxfZm
igDMk2ybMTIIqtGfFHuoDl1LceuGt86ZvFy45rnfUJ
-----END SSH SIGNATURE-----
');
INSERT INTO "signature" VALUES(17,'retirement','gone',1,'jo','Jo Berg','2026-11-26T09:00:23Z','SHA256:V+NxRTMrp6UwEp6teuz+AXgMU5EHNugnRWI2mPxBNac','-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg9P/7naRBc5zoB85/jc0XUmhJ6v
TzG8qigDpKiZgubNMAAAATc3RhdGVtZW50QGZvcm11bGFyeQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEDm0wppVq3T9dZzt8rmo/ckFsedPjRQBif5mro8fF6wlJ
2LFRpnDkAOOqQEycLo3vK3HQG4+7w9YF1aXqrVwnUM
-----END SSH SIGNATURE-----
');
CREATE TABLE version (
	formula TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	round INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	title TEXT NOT NULL, 
	indication TEXT NOT NULL, 
	route TEXT NOT NULL, 
	site TEXT NOT NULL, 
	species TEXT NOT NULL, 
	author TEXT DEFAULT '' NOT NULL, 
	registered_by TEXT NOT NULL, 
	registered_at TEXT NOT NULL, 
	approved_at TEXT DEFAULT '' NOT NULL, 
	ended_at TEXT DEFAULT '' NOT NULL, 
	components_sha256 TEXT NOT NULL, 
	search TEXT NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (formula, number), 
	CONSTRAINT ck_version_status CHECK (status IN ('draft', 'in-review', 'approved', 'superseded', 'retired')), 
	CONSTRAINT fk_version_formula FOREIGN KEY(formula) REFERENCES formula (id), 
	CONSTRAINT fk_version_account FOREIGN KEY(registered_by) REFERENCES account (id), 
	CONSTRAINT fk_version_content FOREIGN KEY(sha256) REFERENCES content (sha256)
);
INSERT INTO "version" VALUES('example',1,'superseded',1,'fe6ed3cba67362a580c798be84ddc767ca595f915824ddb19c72ac62a1e342e7','Example','local-anesthesia','infiltration','','human','','mira','2026-11-26T09:00:08Z','2026-11-26T09:00:12Z','2026-11-26T09:00:17Z','f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036','example 
example 
local-anesthesia 
lidocaine-1-percent 
lidocaine-hydrochloride 
lidocaine hydrochloride 
lidocaine hydrochloride 1% injection, preservative free 
sodium-chloride 
sodium chloride');
INSERT INTO "version" VALUES('example',2,'approved',1,'96f5a271cdfaacd7ecff477042529bde4c3c1a0555fcbb280ab43620d03973f5','Another','local-anesthesia','infiltration','','human','','mira','2026-11-26T09:00:13Z','2026-11-26T09:00:17Z','','f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036','example 
another 
local-anesthesia 
lidocaine-1-percent 
lidocaine-hydrochloride 
lidocaine hydrochloride 
lidocaine hydrochloride 1% injection, preservative free 
sodium-chloride 
sodium chloride');
INSERT INTO "version" VALUES('gone',1,'retired',1,'5eca783642fc0d058a4184db6839ae815cb14ebc5b6afbfd524b2f362f6d7e2c','Example','local-anesthesia','infiltration','','human','','mira','2026-11-26T09:00:18Z','2026-11-26T09:00:22Z','2026-11-26T09:00:24Z','f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036','gone 
example 
local-anesthesia 
lidocaine-1-percent 
lidocaine-hydrochloride 
lidocaine hydrochloride 
lidocaine hydrochloride 1% injection, preservative free 
sodium-chloride 
sodium chloride');
INSERT INTO "version" VALUES('asked',1,'in-review',1,'6ea4abb20fb74dc5e492c20cbb6448478912bf1f4af20039a0cb90299de98d12','Example','local-anesthesia','infiltration','','human','Ada Ö.','mira','2026-11-26T09:00:25Z','','','f1b70fd2c1c1c317ba2e72600477b7bac4a01badb0e668e3121a24bfa2d56036','asked 
example 
local-anesthesia 
lidocaine-1-percent 
lidocaine-hydrochloride 
lidocaine hydrochloride 
lidocaine hydrochloride 1% injection, preservative free 
sodium-chloride 
sodium chloride');
INSERT INTO "version" VALUES('failing',1,'draft',0,'b8812d13ff3b17b9a621663c659e3d10b6b2a4bc17725390454fd11b72228992','Example','local-anesthesia','infiltration','','human','','mira','2026-11-26T09:00:25Z','','','0c8657fe8d4b18c00c0533a250a0f456f19ceb08f4c42f4d45f6f807c93802d7','failing 
example 
local-anesthesia 
lidocaine 
lidocaine-hydrochloride 
lidocaine hydrochloride');
CREATE INDEX ix_key_account ON "key" (account);
CREATE INDEX ix_version_indication_formula ON version (indication, formula);
CREATE INDEX ix_version_sha256 ON version (sha256);
CREATE INDEX ix_version_status_formula ON version (status, formula);
CREATE UNIQUE INDEX uq_version_one_approved ON version (formula) WHERE status = 'approved';
CREATE UNIQUE INDEX uq_version_one_open ON version (formula) WHERE status IN ('draft', 'in-review');
CREATE INDEX ix_component_ingredient_formula_number ON component (ingredient, formula, number);
CREATE INDEX ix_component_product_formula_number ON component (product, formula, number);
CREATE INDEX ix_decision_formula_number ON decision (formula, number);
CREATE UNIQUE INDEX uq_decision_one_approval ON decision (formula, number, round, account) WHERE act = 'approve';
CREATE INDEX ix_signature_formula_number ON signature (formula, number);
CREATE TRIGGER "registry_no_update" BEFORE UPDATE OF "id", "created_at" ON "registry" BEGIN SELECT RAISE(ABORT, 'formulary: registry is written once'); END;
CREATE TRIGGER "registry_no_delete" BEFORE DELETE ON "registry" BEGIN SELECT RAISE(ABORT, 'formulary: registry is written once'); END;
CREATE TRIGGER "account_no_update" BEFORE UPDATE OF "id", "skeleton", "created_at", "created_by" ON "account" BEGIN SELECT RAISE(ABORT, 'formulary: account is written once'); END;
CREATE TRIGGER "account_no_delete" BEFORE DELETE ON "account" BEGIN SELECT RAISE(ABORT, 'formulary: account is written once'); END;
CREATE TRIGGER "key_no_update" BEFORE UPDATE OF "fingerprint", "account", "public_key", "valid_from", "valid_until", "added_at", "added_by", "endorsed_by", "endorsement" ON "key" BEGIN SELECT RAISE(ABORT, 'formulary: key is written once'); END;
CREATE TRIGGER "key_no_delete" BEFORE DELETE ON "key" BEGIN SELECT RAISE(ABORT, 'formulary: key is written once'); END;
CREATE TRIGGER "content_no_update" BEFORE UPDATE ON "content" BEGIN SELECT RAISE(ABORT, 'formulary: content is written once'); END;
CREATE TRIGGER "content_no_delete" BEFORE DELETE ON "content" BEGIN SELECT RAISE(ABORT, 'formulary: content is written once'); END;
CREATE TRIGGER "formula_no_update" BEFORE UPDATE OF "id" ON "formula" BEGIN SELECT RAISE(ABORT, 'formulary: formula is written once'); END;
CREATE TRIGGER "formula_no_delete" BEFORE DELETE ON "formula" BEGIN SELECT RAISE(ABORT, 'formulary: formula is written once'); END;
CREATE TRIGGER "version_no_update" BEFORE UPDATE OF "formula", "number", "sha256", "title", "indication", "route", "site", "species", "author", "registered_by", "registered_at", "components_sha256", "search" ON "version" BEGIN SELECT RAISE(ABORT, 'formulary: version is written once'); END;
CREATE TRIGGER "version_no_delete" BEFORE DELETE ON "version" BEGIN SELECT RAISE(ABORT, 'formulary: version is written once'); END;
CREATE TRIGGER "judgement_no_update" BEFORE UPDATE ON "judgement" BEGIN SELECT RAISE(ABORT, 'formulary: judgement is written once'); END;
CREATE TRIGGER "judgement_no_delete" BEFORE DELETE ON "judgement" BEGIN SELECT RAISE(ABORT, 'formulary: judgement is written once'); END;
CREATE TRIGGER "component_no_update" BEFORE UPDATE ON "component" BEGIN SELECT RAISE(ABORT, 'formulary: component is written once'); END;
CREATE TRIGGER "component_no_delete" BEFORE DELETE ON "component" BEGIN SELECT RAISE(ABORT, 'formulary: component is written once'); END;
CREATE TRIGGER "decision_no_update" BEFORE UPDATE ON "decision" BEGIN SELECT RAISE(ABORT, 'formulary: decision is written once'); END;
CREATE TRIGGER "decision_no_delete" BEFORE DELETE ON "decision" BEGIN SELECT RAISE(ABORT, 'formulary: decision is written once'); END;
CREATE TRIGGER "signature_no_update" BEFORE UPDATE ON "signature" BEGIN SELECT RAISE(ABORT, 'formulary: signature is written once'); END;
CREATE TRIGGER "signature_no_delete" BEFORE DELETE ON "signature" BEGIN SELECT RAISE(ABORT, 'formulary: signature is written once'); END;
CREATE TRIGGER "audit_no_update" BEFORE UPDATE ON "audit" BEGIN SELECT RAISE(ABORT, 'formulary: audit is written once'); END;
CREATE TRIGGER "audit_no_delete" BEFORE DELETE ON "audit" BEGIN SELECT RAISE(ABORT, 'formulary: audit is written once'); END;
COMMIT;
