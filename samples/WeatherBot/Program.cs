using System.ComponentModel;
using System.Net.Http.Json;
using Holdfast.AI.Functions;
using Holdfast.Composition;
using Holdfast.Hosting;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

return await new HoldfastApplication()
    .Add((services, configuration) => services
        .AddSection<WeatherOptions>(configuration, "Weather")
        .AddTool("weather", "Tells the weather in a city as it is now.", ToolPolicy.Auto, Weather.NowAsync))
    .RunAsync(args);

internal static class Weather
{
    /// <summary>The model gives the city. The rest is filled in; the client keeps limits of time, and leaves a host alone that does not answer.</summary>
    public static async Task<string> NowAsync(
        [Description("The city, in English: Berlin, New York")] string city, HttpClient http, IOptions<WeatherOptions> options, CancellationToken cancellationToken)
    {
        var now = await http.GetFromJsonAsync<WeatherNow>(new Uri(options.Value.Url, $"?city={Uri.EscapeDataString(city)}"), cancellationToken);
        return now is null ? $"Nobody knows about {city}." : $"{now.Temperature} °C and {now.Sky} in {city}";
    }
}

internal sealed record WeatherNow(double Temperature, string Sky);

internal sealed class WeatherOptions
{
    public Uri Url { get; set; } = new("http://localhost:8200/now");
}
