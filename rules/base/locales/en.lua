-- Languages are called by what their readers call them.
locale "en" {
  User    = { choices = { language = { en = "English", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文" } } },
  Contact = { choices = { language = { en = "English", ["zh-Hans"] = "简体中文", ["zh-Hant"] = "繁體中文" } } },
}
