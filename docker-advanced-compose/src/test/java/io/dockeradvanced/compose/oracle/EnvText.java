package io.dockeradvanced.compose.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Random files of variables: the dotenv format, the raw one, and the labels of a label file. */
final class EnvText {
  private static final List<String> NAMES =
      List.of(
          "TAG", "EMPTY", "PORT", "_X", "A", "B_1", "com.example.x", "d-e", "LONG_NAME", "k[0]");

  private final Dice dice;

  EnvText(Dice dice) {
    this.dice = dice;
  }

  /** As {@link #dotEnv}, where only what stands above in the files of a service is known. */
  String labels() {
    return dotEnv().replaceAll("\\$\\{HOME:?\\?", "\\${HOME:-");
  }

  /** Lines of the dotenv format, nearly always right ones. */
  String dotEnv() {
    StringBuilder text = new StringBuilder(dice.chance(20) ? "\uFEFF" : "");
    String end = dice.chance(12) ? "\r\n" : "\n";
    int count = dice.random.nextInt(9);
    for (int i = 0; i < count; i++) {
      text.append(statement()).append(end);
    }
    if (dice.chance(3)) {
      text.append(dice.pick("LAST=", "LAST=x", "LAST='q'", "# no line break", "  "));
    }
    if (dice.wrongAllowed && dice.chance(10)) {
      text.append(
          dice.pick("OPEN=\"x", "OPEN='x\ny", "A B=c", "A(=c", "=x", "A=${", "ALONE", "é=1"));
    }
    return text.toString();
  }

  /** As {@link #dotEnv}, with what the other parts of the grammar need of these variables. */
  String ofProject() {
    return dotEnv() + dice.pick("", "FLAG=true\n", "export FLAG=false\n", "FLAG='true' # set\n");
  }

  /** Lines of the raw format, in which nothing has a meaning but the first equals sign. */
  String raw() {
    StringBuilder text = new StringBuilder(dice.chance(20) ? "\uFEFF" : "");
    String end = dice.chance(8) ? "\r\n" : "\n";
    int count = dice.random.nextInt(7);
    for (int i = 0; i < count; i++) {
      text.append(dice.pick("", "", "  ", "\t"));
      text.append(
          switch (dice.random.nextInt(8)) {
            case 0 -> "# comment";
            case 1 -> "";
            case 2 -> name();
            default ->
                name()
                    + "="
                    + dice.pick("", "x", " x ", "\"q\"", "'$TAG'", "${TAG}", "a=b", "a # b", "\\n");
          });
      text.append(end);
    }
    if (dice.wrongAllowed && dice.chance(10)) {
      text.append(dice.pick("A B=c", "=x", "export A=1", "A\tB"));
    }
    return text.toString();
  }

  private String name() {
    return dice.pick(NAMES.toArray(new String[0]));
  }

  private String statement() {
    String before = dice.pick("", "", "", "", "  ", "\t", "export ", "export\t", " export  ");
    return switch (dice.random.nextInt(14)) {
      case 0 -> dice.pick("# comment", "  # 'comment", "#A=1", "");
      case 1 -> before + name() + dice.pick("", " ", "\t");
      case 2, 3, 4, 5 -> before + name() + sign() + doubleQuoted() + tail();
      case 6, 7 -> before + name() + sign() + singleQuoted() + tail();
      default -> before + name() + sign() + plain();
    };
  }

  private String sign() {
    return dice.pick("=", "=", "=", " = ", "= ", " =", ": ", ":", "=\t", "\t=");
  }

  /** What follows a closing quote; what is not a comment is a statement of its own. */
  private String tail() {
    return dice.pick("", "", "", " ", " # tail", "#tail", "\t# tail", "  ");
  }

  private String plain() {
    StringBuilder value = new StringBuilder();
    int parts = dice.random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      value.append(
          switch (dice.random.nextInt(5)) {
            case 0 ->
                dice.pick("x#y", "a b", "1.4", "-", "it's", "a\"b\"", "\\n", "\\$TAG", "é", "a=b");
            case 1 -> dice.pick("$$TAG", "$", "5$", "${}", "a:b").replace("${}", wrong("${}"));
            default -> dice.pick("", " ") + variable();
          });
    }
    return value + dice.pick("", "", " ", "\t", " # comment", " #", "\u00a0");
  }

  private String doubleQuoted() {
    StringBuilder value = new StringBuilder("\"");
    int parts = dice.random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      value.append(
          switch (dice.random.nextInt(4)) {
            case 0 ->
                dice.pick(
                    "\\n",
                    "\\t",
                    "\\\\",
                    "\\\"",
                    "\\$TAG",
                    "\\0101",
                    "\\08",
                    "\\0777",
                    "\\a",
                    "\\x41",
                    "\\'",
                    "\\r",
                    "\\v\\f\\b");
            case 1 -> dice.pick("\n", "a\nb", "line\n\n", " # no comment", "it's", "=", "é", "\t");
            case 2 -> dice.pick("word", " ", "$$TAG", "{}", "1.50");
            default -> variable();
          });
    }
    return value + "\"";
  }

  private String singleQuoted() {
    StringBuilder value = new StringBuilder("'");
    int parts = dice.random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      value.append(
          dice.pick(
              "$TAG", "${TAG}", "\\n", "\\'", "\\\\", "\"", "a\nb", " # x", "word", "$$", "\\$",
              "\\\\n"));
    }
    return value + "'";
  }

  /** A variable with one of all the operators, and now and then another one in it. */
  private String variable() {
    String name = dice.pick("TAG", "EMPTY", "A", "B_1", "_X", "UNSET", "HOME");
    String other =
        dice.pick("", "x", "a b", "${TAG}", "$A", "${UNSET:-${TAG-y}}", "a:-b", "é", "'q'", "{x}");
    return switch (dice.random.nextInt(10)) {
      case 0 -> "$" + name;
      case 1 -> "${" + name + "}";
      case 2, 3 -> "${" + name + ":-" + other + "}";
      case 4 -> "${" + name + "-" + other + "}";
      case 5 -> "${" + name + ":+" + other + "}";
      case 6 -> "${" + name + "+" + other + "}";
      case 7 -> "${HOME" + dice.pick(":?", "?") + other + "}";
      case 8 -> wrong("${UNSET" + dice.pick(":?", "?") + "must}");
      default -> "$" + name + dice.pick("", ".x", "-y", "/z");
    };
  }

  private String wrong(String text) {
    return dice.wrongAllowed && dice.chance(4) ? text : "w";
  }

  /** What services may say of these files, which lie beside the Compose file. */
  Map<String, String> ofServices() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("one.env", dotEnv());
    files.put("two.env", dotEnv());
    files.put("raw.env", raw());
    files.put("a.labels", labels());
    files.put("b.labels", labels());
    return files;
  }
}
