"""What a town configures beside its settings: 町字, identity papers, where printers put their ink."""
