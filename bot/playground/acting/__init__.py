"""What people do in the workspace: write, press, fill in, upload, come and go. The page and the tests' people both act through here."""
