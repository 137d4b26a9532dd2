"""Keys and signatures: SSHSIG over Ed25519, which any auditor checks with the stock `ssh-keygen`."""
