"""The words that seeded reports are made of. Every name is plainly nobody's."""

FIRST_NAMES = "Alix Ange Camille Charlie Claude Dominique Lou Maxence Morgan Noa Sacha Yaël".split()
FAMILY_NAMES = "Brouillon Croquis Échantillon Esquisse Exemple Fictif Gabarit Imaginaire Maquette Témoin".split()
ROLES = (
    "Direction technique",
    "Direction générale",
    "Recherche et développement",
    "Cofondation",
    "Relations avec les laboratoires",
    "Direction des opérations",
)

COMPANY_FORMS = "Atelier Bureau Comptoir Fabrique Maison Studio".split()
COMPANY_NOUNS = "Aubépine Basalte Calanque Garrigue Lentille Mistral Nacre Olivier Pinède Quartz Romarin Sillage".split()
LABORATORY_FORMS = ("Laboratoire", "Institut")

SERIES = ("Les Matins imaginaires", "Les Ateliers d'essai", "Les Midis fictifs")
VENUES = (
    "Salle imaginaire du Parc",
    "Amphithéâtre fictif",
    "Hall d'essai",
    "Serre de démonstration",
)
TAGS = (
    "capteurs",
    "mesure",
    "formation",
    "financement",
    "essais",
    "données ouvertes",
    "sobriété",
    "recrutement",
)

SUBJECTS = (
    "mesurer sans déranger",
    "partager un instrument",
    "recruter loin des sentiers battus",
    "passer du prototype à la série",
    "apprendre d'un essai manqué",
    "chauffer moins, penser plus",
    "ranger ses données",
    "vendre à un premier client",
    "ouvrir son laboratoire",
    "faire durer une batterie",
)
HEADINGS = (
    "D'où l'on part",
    "Ce que l'on a tenté",
    "Ce qui a résisté",
    "Ce que l'on retient",
    "La suite",
    "Un détour utile",
)
OPENINGS = (
    "Tout a commencé par une question posée devant une machine en panne.",
    "L'équipe avait six mois et un budget de poche.",
    "Personne ne croyait à l'essai, et c'est ce qui l'a rendu intéressant.",
    "Le premier prototype tenait dans une boîte à chaussures.",
    "On avait promis une démonstration : elle a eu lieu, à une heure près.",
    "Le public était venu pour le café ; il est resté pour la discussion.",
)
MIDDLES = (
    "Il a fallu reprendre les mesures une à une, puis convenir d'une méthode commune.",
    "Deux équipes qui ne se parlaient pas ont fini par partager le même banc d'essai.",
    "Les chiffres étaient bons, mais personne ne savait encore les lire.",
    "La difficulté n'était pas technique : elle tenait aux horaires de chacun.",
    "Un stage de trois mois a suffi pour lever le dernier doute.",
    "Le calcul disait oui, l'atelier disait non ; l'atelier avait raison.",
)
ENDINGS = (
    "La suite se jouera cet hiver, avec un second essai.",
    "Reste à convaincre un premier client, ce qui est une autre histoire.",
    "Tout le monde est reparti avec une adresse et une question de plus.",
    "Le compte rendu complet existe : il est aussi imaginaire que l'essai.",
    "On en reparlera, car le sujet est loin d'être épuisé.",
)
WORDS_SAID = (
    "Un essai manqué coûte moins cher qu'une certitude.",
    "Nous avons cessé de demander la permission, nous avons demandé de l'aide.",
    "Le bon outil est celui que l'on prête volontiers.",
    "Il vaut mieux une mesure honnête que dix belles courbes.",
    "Un voisin curieux vaut un comité d'experts.",
    "On apprend plus vite quand quelqu'un regarde.",
    "La patience est notre premier instrument.",
)
QUESTIONS = (
    "Combien de temps cela a-t-il pris ?",
    "Que feriez-vous autrement ?",
    "Qui vous a aidés ?",
    "Et si c'était à refaire ?",
)
FIGURE_LABELS = (
    ("essais menés", ""),
    ("mesures gardées", ""),
    ("de surface d'essai", "m²"),
    ("kilomètres parcourus par le prototype", "km"),
    ("participants imaginaires", ""),
)
