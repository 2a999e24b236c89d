/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/help.h"
#include <stdio.h>

static const option_t everybodys[] = {
    {"data", "DIR", N_("the data directory (else $CANHGIAC_DATA, else ./var)")},
    {"json", NULL, N_("print results as JSON")},
    {"lang", "vi|en", N_("language of messages (else by locale)")},
    {"help", NULL, N_("this help")},
    {NULL, NULL, NULL},
};

static bool any(const option_t *o)
{
    return o && o->name;
}

void help_version(void)
{
    puts("canhgiac " CANHGIAC_VERSION);
}

static void list(const cli_t *c, const char *group)
{
    for (const command_t *k = commands; k->name; k++) {
        if (group && (!str_starts(str_of(k->name), str_of(group)) || k->name[strlen(group)] != ' ')) continue;
        printf("  %-20s %s\n", k->name, tr(c->lang, k->help));
    }
}

void help_all(const cli_t *c)
{
    puts(tr(c->lang, N_("canhgiac COMMAND … — runs a city's campaign against online scams")));
    list(c, NULL);
    puts(tr(c->lang, N_("canhgiac COMMAND --help tells more. Exit status: 0 done, 1 failed, 2 wrong use, 3 refused.")));
}

bool help_group(const cli_t *c, const char *word)
{
    size_t n = strlen(word);
    for (const command_t *k = commands; k->name; k++) {
        if (strncmp(k->name, word, n) != 0 || k->name[n] != ' ') continue;
        list(c, word);
        return true;
    }
    return false;
}

static void options(const cli_t *c, const option_t *o)
{
    for (; o && o->name; o++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        printf("  %-24s %s\n", left, tr(c->lang, o->help));
    }
}

void help_command(const cli_t *c)
{
    if (!c->command) {
        help_all(c);
        return;
    }
    printf("canhgiac %s%s%s%s\n\n%s\n\n", c->command->name, any(c->command->options) ? " [--…]" : "",
           *c->command->words ? " " : "", c->command->words, tr(c->lang, c->command->help));
    options(c, c->command->options);
    options(c, everybodys);
}

/* In roff a leading dot or quote and every backslash would be read as commands. */
static void roff(buf_t *b, const char *text)
{
    if (*text == '.' || *text == '\'') buf_putz(b, "\\&");
    for (; *text; text++) {
        if (*text == '-')
            buf_putz(b, "\\-");
        else if (*text == '\\')
            buf_putz(b, "\\e");
        else
            buf_putc(b, *text);
    }
}

static void man_options(const cli_t *c, buf_t *b, const option_t *o)
{
    for (; o && o->name; o++) {
        buf_putz(b, ".TP\n.B \\-\\-");
        roff(b, o->name);
        if (o->value) {
            buf_putz(b, " \\fI");
            roff(b, o->value);
            buf_putz(b, "\\fR");
        }
        buf_putc(b, '\n');
        roff(b, tr(c->lang, o->help));
        buf_putc(b, '\n');
    }
}

status_t cmd_man(cli_t *c)
{
    buf_t b = buf_new(c->a, 1 << 20);
    buf_putz(&b, ".\\\" SPDX-License-Identifier: Apache-2.0\n.TH CANHGIAC 1 \"\" \"canhgiac " CANHGIAC_VERSION
                 "\"\n.SH NAME\n");
    roff(&b, tr(c->lang, N_("canhgiac — runs a city's campaign against online scams")));
    buf_putz(&b, "\n.SH SYNOPSIS\n.B canhgiac\n.I COMMAND\n\\&...\n.SH COMMANDS\n");
    for (const command_t *k = commands; k->name; k++) {
        buf_putz(&b, ".SS ");
        roff(&b, k->name);
        buf_putc(&b, ' ');
        roff(&b, k->words);
        buf_putc(&b, '\n');
        roff(&b, tr(c->lang, k->help));
        buf_putc(&b, '\n');
        man_options(c, &b, k->options);
    }
    buf_putz(&b, ".SH OPTIONS\n");
    man_options(c, &b, everybodys);
    buf_putz(&b, ".SH EXIT STATUS\n");
    roff(&b, tr(c->lang, N_("0 done, 1 the work failed, 2 wrong use, 3 refused (permission, signature, conflict).")));
    buf_putz(&b, "\n.SH ENVIRONMENT\n.TP\n.B CANHGIAC_DATA\n");
    roff(&b, tr(c->lang, N_("the data directory when --data is not given")));
    buf_putc(&b, '\n');
    return cli_print(c, buf_str(&b));
}

static void option_words(buf_t *b, const command_t *k, const char *before)
{
    for (const option_t *o = k->options; o && o->name; o++) buf_fmt(b, " %s%s", before, o->name);
    for (const option_t *o = everybodys; o->name; o++) buf_fmt(b, " %s%s", before, o->name);
}

static void bash(buf_t *b)
{
    buf_putz(b, "# bash completion for canhgiac\n_canhgiac() {\n"
                "  local cur=${COMP_WORDS[COMP_CWORD]} one=${COMP_WORDS[1]} two=${COMP_WORDS[2]} words=\n"
                "  case \"$one $two\" in\n");
    for (const command_t *k = commands; k->name; k++) {
        buf_fmt(b, "    \"%s%s\"*) words=\"", k->name, strchr(k->name, ' ') ? "" : " ");
        option_words(b, k, "--");
        buf_putz(b, "\" ;;\n");
    }
    buf_putz(b, "  esac\n  case $COMP_CWORD in\n    1) words=\"");
    for (const command_t *k = commands; k->name; k++) buf_fmt(b, " %.*s", (int)strcspn(k->name, " "), k->name);
    buf_putz(b, "\" ;;\n    2) case $one in\n");
    for (const command_t *k = commands; k->name; k++) {
        const char *second = strchr(k->name, ' ');
        if (second) buf_fmt(b, "      %.*s) words=\"$words %s\" ;;&\n", (int)(second - k->name), k->name, second + 1);
    }
    buf_putz(b, "    esac ;;\n  esac\n  COMPREPLY=($(compgen -f -W \"$words\" -- \"$cur\"))\n}\n"
                "complete -F _canhgiac canhgiac\n");
}

static void fish(const cli_t *c, buf_t *b)
{
    for (const command_t *k = commands; k->name; k++) {
        int n = (int)strcspn(k->name, " ");
        buf_fmt(b, "complete -c canhgiac -n __fish_use_subcommand -a %.*s -d \"%s\"\n", n, k->name,
                tr(c->lang, k->help));
        if (k->name[n])
            buf_fmt(b, "complete -c canhgiac -n '__fish_seen_subcommand_from %.*s' -a %s\n", n, k->name,
                    k->name + n + 1);
        for (const option_t *o = k->options; o && o->name; o++)
            buf_fmt(b, "complete -c canhgiac -n '__fish_seen_subcommand_from %.*s' -l %s%s\n", n, k->name, o->name,
                    o->value ? " -r" : "");
    }
}

status_t cmd_completions(cli_t *c)
{
    buf_t b = buf_new(c->a, 1 << 20);
    if (strcmp(c->words[0], "fish") == 0) {
        fish(c, &b);
    } else if (strcmp(c->words[0], "bash") == 0) {
        bash(&b);
    } else if (strcmp(c->words[0], "zsh") == 0) {
        buf_putz(&b, "#compdef canhgiac\nautoload -U +X bashcompinit && bashcompinit\n");
        bash(&b);
    } else {
        return err_set(&c->err, ST_USAGE, "cli.shell", N_("The shells are bash, zsh and fish."));
    }
    return cli_print(c, buf_str(&b));
}
