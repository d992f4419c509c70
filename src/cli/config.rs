//! Options of `serve` from a file and from the environment. They are turned into options of the command line, so they have
//! the same names, values and errors; what stands on the command line itself has the last word, then the environment.

use super::Cli;
use anyhow::{Context, Result, bail};
use clap::CommandFactory;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

const COMMAND: &str = "serve";

/// `GREMIUM_BIND=…` stands for `--bind …`.
const PREFIX: &str = "GREMIUM_";

/// The arguments of this process with what the file and the environment add.
///
/// # Errors
/// Where the file cannot be read, is no TOML or has a value that no option takes.
pub fn arguments() -> Result<Vec<OsString>> {
    let given: Vec<OsString> = std::env::args_os().collect();
    if given.get(1).is_none_or(|first| first != COMMAND) {
        return Ok(given);
    }
    let variables = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    let variables: BTreeMap<String, OsString> = variables
        .filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?.to_lowercase().replace('_', "-"), value)))
        .collect();
    let named = given.iter().zip(given.iter().skip(1)).find_map(|(option, value)| match option.to_str()? {
        "--config" => Some(value.clone()),
        _ => None,
    });
    let inline = || given.iter().find_map(|option| Some(option.to_str()?.strip_prefix("--config=")?.into()));
    let file = named.or_else(inline).or_else(|| variables.get("config").cloned());
    let from_file = file.map_or(Ok(Table::new()), |file| read(Path::new(&file)))?;
    merge(given, &from_file, &variables)
}

fn read(file: &Path) -> Result<Table> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    text.parse().with_context(|| format!("{} is not TOML", file.display()))
}

fn merge(given: Vec<OsString>, file: &Table, variables: &BTreeMap<String, OsString>) -> Result<Vec<OsString>> {
    let command = Cli::command();
    let known = |key: &str| {
        let serve = command.find_subcommand(COMMAND);
        serve.is_some_and(|serve| serve.get_arguments().any(|option| option.get_long() == Some(key)))
    };
    let is_given = |key: &str| {
        let option = format!("--{key}");
        let mut texts = given.iter().filter_map(|text| text.to_str());
        texts.any(|text| text.strip_prefix(&option).is_some_and(|rest| rest.is_empty() || rest.starts_with('=')))
    };
    let mut added = Vec::new();
    for (key, value) in file {
        // Limits add up: the last one of a name holds.
        let is_replaced = key != "limit" && (is_given(key) || variables.contains_key(key));
        if !is_replaced {
            options(key, value, &mut added)?;
        }
    }
    let from_variables = variables.iter().filter(|(key, _)| known(key) && *key != "config");
    for (key, value) in from_variables.filter(|(key, _)| *key == "limit" || !is_given(key)) {
        match value.to_str() {
            Some(values) if matches!(key.as_str(), "limit" | "host") => {
                added.extend(values.split(',').map(|value| format!("--{key}={value}").into()));
            }
            Some("true" | "1") if matches!(key.as_str(), "writable" | "log" | "quiet") => {
                added.push(format!("--{key}").into());
            }
            Some("false" | "0" | "") => {}
            _ => added.extend([format!("--{key}").into(), value.clone()]),
        }
    }
    let mut all = given;
    let rest = all.split_off(2);
    all.extend(added);
    all.extend(rest);
    Ok(all)
}

/// `bind = "…"` is `--bind …`; a list repeats the option, a table gives it names, true is the bare option. `file` stands for
/// what has no option.
fn options(key: &str, value: &Value, options: &mut Vec<OsString>) -> Result<()> {
    match value {
        Value::Array(values) => values.iter().try_for_each(|value| self::options(key, value, options))?,
        Value::Table(pairs) => {
            for (name, value) in pairs {
                options.push(format!("--{key}={name}={}", plain(key, value)?).into());
            }
        }
        Value::Boolean(true) => options.push(format!("--{key}").into()),
        Value::Boolean(false) => {}
        value if key == "file" => options.push(plain(key, value)?.into()),
        value => options.push(format!("--{key}={}", plain(key, value)?).into()),
    }
    Ok(())
}

fn plain(key: &str, value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        other => bail!("the file for --config: {key} cannot be {other:?}; give a text or a whole number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_has_the_last_word() {
        let file =
            "bind = \"a:1\"\nstore = \"s\"\nhost = [\"x\", \"y\"]\nwritable = true\nlog = false\n[limit]\nseconds = 5";
        let variables = [("store", "t"), ("limit", "seconds=6,rows=7"), ("token", "secret"), ("bind", "b:2")];
        let variables = variables.map(|(key, value)| (key.to_owned(), OsString::from(value))).into();
        let given = ["gremium", "serve", "--bind=c:3", "--limit", "rows=8"].map(OsString::from).to_vec();
        let merged = merge(given, &file.parse().unwrap(), &variables).unwrap();
        let merged: Vec<&str> = merged.iter().filter_map(|text| text.to_str()).collect();
        let mut expected = vec!["gremium", "serve", "--host=x", "--host=y", "--limit=seconds=5", "--writable"];
        expected.extend(["--limit=seconds=6", "--limit=rows=7", "--store", "t", "--bind=c:3", "--limit", "rows=8"]);
        assert_eq!(merged, expected);
    }
}
