package io.dockeradvanced.store;

import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabPostgres;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresManyStoresIT extends ManyStores {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();

  @Override
  String url() {
    return database.freshSchemaWithLogin();
  }
}
