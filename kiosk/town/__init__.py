"""What a town configures beside its settings: 町字, papers that show who somebody is, where printers put their ink."""
