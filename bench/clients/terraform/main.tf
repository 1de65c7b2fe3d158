# What Terraform's AWS provider manages of QuickSight here: plan, apply, a second plan that is empty, destroy.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# Region, access key and endpoints come from the variables of the service's env.sh.
provider "aws" {
  skip_metadata_api_check = true
}

variable "place" {
  description = "Where the sample hospital's PostgreSQL is, and the secret of its user."
  type        = object({ host = string, port = number, secret = string })
}

resource "aws_quicksight_data_source" "hospital" {
  data_source_id = "terraform"
  name           = "Terraform's hospital"
  type           = "POSTGRESQL"

  parameters {
    postgresql {
      host     = var.place.host
      port     = var.place.port
      database = "hospital"
    }
  }
  credentials {
    secret_arn = var.place.secret
  }
  ssl_properties {
    disable_ssl = true
  }
  tags = {
    made-by = "terraform"
  }
}

resource "aws_quicksight_data_set" "patients" {
  data_set_id = "terraform"
  name        = "Terraform's patients"
  import_mode = "SPICE"

  physical_table_map {
    physical_table_map_id = "patients"
    custom_sql {
      data_source_arn = aws_quicksight_data_source.hospital.arn
      name            = "patients"
      sql_query       = "SELECT id, city FROM patients"
      columns {
        name = "id"
        type = "STRING"
      }
      columns {
        name = "city"
        type = "STRING"
      }
    }
  }
}

resource "aws_quicksight_ingestion" "first" {
  data_set_id    = aws_quicksight_data_set.patients.data_set_id
  ingestion_id   = "terraform-1"
  ingestion_type = "FULL_REFRESH"
}

resource "aws_quicksight_refresh_schedule" "nightly" {
  data_set_id = aws_quicksight_data_set.patients.data_set_id
  schedule_id = "nightly"

  schedule {
    refresh_type = "FULL_REFRESH"
    schedule_frequency {
      interval        = "WEEKLY"
      time_of_the_day = "03:15"
      timezone        = "Europe/Berlin"
      refresh_on_day {
        day_of_week = "SUNDAY"
      }
    }
  }
}
