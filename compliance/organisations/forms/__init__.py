"""What people may type about an organisation, a module for each noun."""
