using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>What OpenAI demands of the tools it is offered. A tool it refuses fails the whole call, not only the tool.</summary>
internal static class ToolRules
{
    private const int MaxTools = 128;
    private const int LongestName = 64;

    /// <summary>What is wrong, or null.</summary>
    /// <param name="root">The request.</param>
    /// <param name="isFlat">Whether a function's properties are the tool's own, as in Responses; there a function is strict unless it says otherwise.</param>
    public static ModelProblem? Check(JsonElement root, bool isFlat = false)
    {
        if (!root.TryGetProperty("tools", out var tools) || tools.ValueKind == JsonValueKind.Null) return CheckUnneeded(root);
        if (tools.ValueKind != JsonValueKind.Array)
            return new ModelProblem("Invalid type for 'tools': expected an array of objects.", "tools", "invalid_type");
        if (tools.GetArrayLength() == 0)
            return new ModelProblem("Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.", "tools", "empty_array");
        if (tools.GetArrayLength() > MaxTools)
            return new ModelProblem(
                $"Invalid 'tools': array too long. Expected an array with maximum length {MaxTools}, but got an array with length {tools.GetArrayLength()} instead.",
                "tools", "array_above_max_length");
        var index = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            if (CheckTool(tool, $"tools[{index++}]", isFlat) is { } refused) return refused;
        }

        return null;
    }

    private static ModelProblem? CheckUnneeded(JsonElement root)
    {
        foreach (var name in (string[])["tool_choice", "parallel_tool_calls"])
        {
            if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                return new ModelProblem($"Invalid value for '{name}': '{name}' is only allowed when 'tools' are specified.", name);
        }

        return null;
    }

    private static ModelProblem? CheckTool(JsonElement tool, string at, bool isFlat)
    {
        if (tool.Text("type") is not { } type) return Missing($"{at}.type");
        if (type != "function")
            return new ModelProblem($"Invalid value: '{type}'. Supported values are: 'function'.", $"{at}.type", "invalid_value");
        var function = tool;
        if (!isFlat)
        {
            if (!tool.Has("function", out function) || function.ValueKind != JsonValueKind.Object) return Missing($"{at}.function");
            at += ".function";
        }

        if (function.Text("name") is not { } name) return Missing($"{at}.name");
        if (CheckName(name, $"{at}.name") is { } refused) return refused;
        if (!function.TryGetProperty("parameters", out var schema) || schema.ValueKind == JsonValueKind.Null) return null;
        var isStrict = function.Has("strict", out var strict) ? strict.ValueKind == JsonValueKind.True : isFlat;
        return (CheckSchema(schema) ?? (isStrict ? CheckStrict(schema) : null)) is { } broken
            ? new ModelProblem($"Invalid schema for function '{name}': {broken}", $"{at}.parameters", "invalid_function_parameters")
            : null;
    }

    private static ModelProblem? CheckName(string name, string at)
    {
        if (name.Length == 0)
            return new ModelProblem($"Invalid '{at}': empty string. Expected a string with minimum length 1, but got an empty string instead.", at, "empty_string");
        if (name.Length > LongestName)
            return new ModelProblem(
                $"Invalid '{at}': string too long. Expected a string with maximum length {LongestName}, but got a string with length {name.Length} instead.",
                at, "string_above_max_length");
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? null
            : new ModelProblem(
                $"Invalid '{at}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", at, "invalid_value");
    }

    private static string? CheckSchema(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) return $"schema must be a JSON Schema object, got '{schema.ValueKind}'.";
        var type = schema.Text("type") ?? "None";
        if (type != "object") return $"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{type}\"'.";
        return CheckProperties(schema, "");
    }

    private static string? CheckStrict(JsonElement schema)
    {
        if (!schema.Has("additionalProperties", out var others) || others.ValueKind != JsonValueKind.False)
            return "In context=(), 'additionalProperties' is required to be supplied and to be false.";
        var required = schema.Has("required", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(name => name.GetString()).ToList() : [];
        return schema.Has("properties", out var properties) && properties.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !required.Contains(name)) is { } missing
            ? $"In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing '{missing}'."
            : null;
    }

    /// <summary>Arrays that do not say of what, and properties that are no schemas, are what generated schemas get wrong most.</summary>
    private static string? CheckProperties(JsonElement schema, string path)
    {
        if (schema.Text("type") == "array" && !schema.TryGetProperty("items", out _)) return $"In context=({path}), array schema missing items.";
        if (schema.TryGetProperty("required", out var required)
            && (required.ValueKind != JsonValueKind.Array || required.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String)))
            return $"In context=({path}), 'required' is not of type 'array' of strings.";
        if (!schema.TryGetProperty("properties", out var properties)) return null;
        if (properties.ValueKind != JsonValueKind.Object) return $"In context=({path}), 'properties' is not of type 'object'.";
        foreach (var property in properties.EnumerateObject())
        {
            var inside = $"{path}{(path.Length == 0 ? "" : ", ")}'properties', '{property.Name}'";
            if (property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False) continue;
            if (property.Value.ValueKind != JsonValueKind.Object) return $"In context=({inside}), schema is not of type 'object', 'boolean'.";
            if (CheckProperties(property.Value, inside) is { } broken) return broken;
        }

        return null;
    }

    private static ModelProblem Missing(string at) => new($"Missing required parameter: '{at}'.", at, "missing_required_parameter");
}
