package io.dockeradvanced.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what this module compiles. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyJavaBlock_isACompiledFile() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    List<String> blocks = BLOCK.matcher(readme).results().map(ReadmeTest::body).toList();

    assertThat(blocks).hasSize(2);
    assertThat(blocks.get(0)).isEqualTo(Files.readString(Path.of("DeployShop.java")));
    assertThat(blocks.get(1)).isEqualTo(Files.readString(Path.of("deploy.java")));
  }

  @Test
  void mavenBlock_namesModulesAndVersionThatThereAre() throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    String block = readme.substring(readme.indexOf("```xml"), readme.indexOf("```java"));
    String bom = Files.readString(Path.of("../../docker-advanced-bom/pom.xml"));

    assertThat(block).contains("<artifactId>docker-advanced-bom</artifactId>");
    for (String tag : List.of("artifactId", "version", "groupId")) {
      List<String> named = values(block, tag);
      assertThat(named).isNotEmpty();
      assertThat(values(bom, tag)).containsAll(named);
    }
  }

  private static List<String> values(String xml, String tag) {
    return Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(tag))
        .matcher(xml)
        .results()
        .map(ReadmeTest::body)
        .toList();
  }

  private static String body(MatchResult match) {
    return match.group(1);
  }
}
